'use client'

import { useHydrated } from '#components/time/use-hydrated.ts'

/** The day and time at which the page was made, on the reader's own clock: «Tuesday 24 November, 10:40». */
export function Today({ at }: { at: Date }) {
  const hydrated = useHydrated()
  if (!hydrated) return null
  const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' }).format(at)
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(at)
  return (
    <>
      {' · '}
      <time dateTime={at.toISOString()}>
        {day.replace(',', '')}, {clock}
      </time>
    </>
  )
}
