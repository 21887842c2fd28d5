'use client'

import { useSyncExternalStore } from 'react'
import { exactTime, type Moment, type RelativeForm, relativeTime } from '#components/time/format.ts'
import { useHydrated } from '#components/time/use-hydrated.ts'

// One timer for all the times of a page; it stops when none is shown.
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const each of listeners) each()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

interface RelativeTimeProps {
  at: Moment
  /** `ago`: «2 min ago», «in 6 days». `age`: «14 min». */
  form?: RelativeForm
  className?: string
}

/** How long ago something was, kept current; the exact moment in the reader's own time zone on hover. */
export function RelativeTime({ at, form = 'ago', className }: RelativeTimeProps) {
  const read = () => relativeTime(at, Date.now(), form)
  const text = useSyncExternalStore(subscribe, read, read)
  const hydrated = useHydrated()
  // Server and browser read different clocks and zones: the first text may differ, the element is made anew afterwards.
  return (
    <time
      key={hydrated ? 'browser' : 'server'}
      dateTime={new Date(at).toISOString()}
      title={hydrated ? exactTime(at) : undefined}
      className={className}
      suppressHydrationWarning
    >
      {text}
    </time>
  )
}
