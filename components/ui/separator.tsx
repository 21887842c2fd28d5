import { cn } from '#components/cn.ts'

interface SeparatorProps {
  orientation?: 'horizontal' | 'vertical'
  /** A word in the middle of a horizontal rule, as «or». */
  word?: string
  className?: string
}

/** A rule, drawn only: screen readers pass over it. */
export function Separator({ orientation = 'horizontal', word, className }: SeparatorProps) {
  if (word !== undefined)
    return (
      <div className={cn('flex items-center gap-3 text-muted-foreground text-xs', className)}>
        <span aria-hidden="true" className="h-px flex-1 bg-border" />
        {word}
        <span aria-hidden="true" className="h-px flex-1 bg-border" />
      </div>
    )
  return (
    <div
      aria-hidden="true"
      className={cn('shrink-0 bg-border', orientation === 'horizontal' ? 'h-px w-full' : 'h-5 w-px', className)}
    />
  )
}
