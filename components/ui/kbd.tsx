import type { ReactNode } from 'react'
import { cn } from '#components/cn.ts'

/** A key of the keyboard. */
export function Kbd({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <kbd
      className={cn(
        'inline-grid h-5 min-w-5 place-items-center rounded-sm border border-border bg-background px-1 font-sans text-2xs text-muted-foreground',
        className,
      )}
    >
      {children}
    </kbd>
  )
}
