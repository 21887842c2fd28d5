import { durationText } from '#components/time/format.ts'

interface DurationProps {
  /** Milliseconds; null reads «—». */
  ms: number | null | undefined
  /** `seconds`: «0.31 s» also below one second, for a column of durations. */
  unit?: 'auto' | 'seconds'
  className?: string
}

/** A length of time in words. */
export function Duration({ ms, unit, className }: DurationProps) {
  if (ms === null || ms === undefined)
    return (
      <span className={className}>
        <span aria-hidden="true">—</span>
        <span className="sr-only">none</span>
      </span>
    )
  return <span className={className}>{durationText(ms, unit)}</span>
}
