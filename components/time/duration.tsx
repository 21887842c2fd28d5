import { durationText } from '#components/time/format.ts'

/** A length of time in milliseconds, in words; null reads «—». */
export function Duration({ ms, className }: { ms: number | null | undefined; className?: string }) {
  if (ms === null || ms === undefined)
    return (
      <span className={className}>
        <span aria-hidden="true">—</span>
        <span className="sr-only">none</span>
      </span>
    )
  return <span className={className}>{durationText(ms)}</span>
}
