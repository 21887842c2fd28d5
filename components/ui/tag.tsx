import type { ReactNode } from 'react'
import { cn } from '#components/cn.ts'

/** A small neutral label: a release, «by hand». */
export function Tag({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <span
      className={cn(
        'inline-flex items-center whitespace-nowrap rounded-sm border border-border px-1.5 text-2xs text-muted-foreground',
        className,
      )}
    >
      {children}
    </span>
  )
}
