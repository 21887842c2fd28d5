'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useTransition } from 'react'

/** What is queued with a change has come long before this, or waits for a worker that is not there. */
export const PATIENCE_MS = 60_000
const AWAITING_MS = 1500

/** Shows the page anew while what was queued with a change is awaited: as long as `reason` is truthy, and at most a minute since it last changed. */
export function useAwaiting(reason: unknown): void {
  useRefreshing(AWAITING_MS, reason, PATIENCE_MS)
}

/**
 * Reads the page anew every so many milliseconds while it is in view and as long as `reason` is truthy; with
 * `patienceMs` no longer than that since `reason` last changed.
 */
export function useRefreshing(everyMs: number, reason: unknown = true, patienceMs = Number.POSITIVE_INFINITY): void {
  const router = useRouter()
  const [underWay, startTransition] = useTransition()
  // Each reading takes the place of the one before: on a slow server, reading on top of it would show none of them ever.
  const waiting = useRef(false)
  waiting.current = underWay
  useEffect(() => {
    if (!reason) return
    const until = Date.now() + patienceMs
    const timer = setInterval(() => {
      if (Date.now() > until) clearInterval(timer)
      else if (!waiting.current && document.visibilityState === 'visible') startTransition(() => router.refresh())
    }, everyMs)
    return () => clearInterval(timer)
  }, [everyMs, reason, patienceMs, router])
}
