'use client'

import { useHydrated } from '#components/time/use-hydrated.ts'

/** What tells bars apart: the reader's own clock, or the day in UTC. */
export type BarAxis = 'clock' | 'day'

/** When a bar begins: «from 14:30», «24 Nov». Where the reader's clock is known: in the browser. */
export function beginningText(from: Date, axis: BarAxis): string {
  if (axis === 'day')
    return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(from)
  return `from ${new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(from)}`
}

/** The same in a page that the server makes. */
export function BarBeginning({ from, axis }: { from: Date; axis: BarAxis }) {
  const hydrated = useHydrated()
  return <time dateTime={from.toISOString()}>{hydrated && beginningText(from, axis)}</time>
}
