import { cn } from '#components/cn.ts'

export interface VerdictSegment {
  /** good green, quiet grey (unchanged), warn amber, bad red, running blue. */
  tone: 'good' | 'quiet' | 'warn' | 'bad' | 'running'
  count: number
  /** Its word for screen readers: «created». */
  word: string
}

interface VerdictBarProps {
  segments: readonly VerdictSegment[]
  /** Of how many; what the segments do not fill stays empty. */
  total: number
  /** What the bar shows, for screen readers: «112 of 168 done». */
  label: string
  /** It fills up while a run goes on; otherwise it shows how a whole is divided. */
  progress?: boolean
  className?: string
}

const fill = { good: 'bg-good-mark', quiet: 'bg-input', warn: 'bg-warn-mark', bad: 'bg-bad-mark', running: 'bg-link' }

/** One 8 px bar in the colours of its verdicts. The numbers stand beside it in words. */
export function VerdictBar({ segments, total, label, progress = false, className }: VerdictBarProps) {
  const shown = segments.filter((segment) => segment.count > 0)
  const filled = shown.reduce((sum, segment) => sum + segment.count, 0)
  const whole = Math.max(total, filled, 1)
  const words = `${label}: ${shown.map((segment) => `${segment.count} ${segment.word}`).join(', ') || 'none'}`
  const role = progress
    ? ({
        role: 'progressbar',
        'aria-label': label,
        'aria-valuenow': filled,
        'aria-valuemin': 0,
        'aria-valuemax': whole,
        'aria-valuetext': words,
      } as const)
    : ({ role: 'img', 'aria-label': words } as const)
  return (
    <div {...role} className={cn('flex h-2 w-full overflow-hidden rounded-full bg-border', className)}>
      {shown.map((segment, index) => (
        <span
          key={`${segment.tone}-${segment.word}`}
          className={cn('min-w-0.75', fill[segment.tone], index > 0 && 'border-card border-l')}
          style={{ width: `${(segment.count / whole) * 100}%` }}
        />
      ))}
    </div>
  )
}
