'use client'

import type { ReactNode } from 'react'
import { cn } from '#components/cn.ts'

interface InsetButtonProps {
  /** What it does; also its hover text. */
  label: string
  onClick: () => void
  className?: string
  children: ReactNode
}

/** A small icon button that stands inside the edge of a field. */
export function InsetButton({ label, onClick, className, children }: InsetButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className={cn(
        'grid size-6 place-items-center rounded-sm text-muted-foreground transition-colors hover:text-foreground focus-visible:outline-offset-0 max-md:size-10 [&_svg]:size-4',
        className,
      )}
    >
      {children}
    </button>
  )
}
