import { cn } from '#components/cn.ts'
import { drawings } from '#components/status/shapes.tsx'
import { markColour, type State, states } from '#components/status/states.ts'

interface GlyphProps {
  state: State
  /** Word for screen readers, where the state's own is not exact enough. */
  label?: string
  /** Its word stands beside it: screen readers pass over the mark. */
  decorative?: boolean
  className?: string
}

/** The 12 px mark of a state, with its word for screen readers unless `decorative`. */
export function Glyph({ state, label, decorative = false, className }: GlyphProps) {
  const { shape, tone, word } = states[state]
  return (
    <svg
      role={decorative ? undefined : 'img'}
      aria-hidden={decorative || undefined}
      aria-label={decorative ? undefined : (label ?? word)}
      viewBox="0 0 12 12"
      className={cn('inline-block size-3 shrink-0', markColour[tone], shape === 'spinner' && 'animate-spin', className)}
    >
      {drawings[shape]}
    </svg>
  )
}
