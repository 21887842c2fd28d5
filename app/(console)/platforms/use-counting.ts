'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import type { PlatformSummary } from '#lib/platforms/index.ts'

const POLL_MS = 1500
/** A count that is queued with a change has come long before this, or waits for a worker that is not there. */
const PATIENCE_MS = 60_000

/** Shows the page anew while namespaces of platforms that were just connected or changed wait for their first count. */
export function useCounting(
  platforms: readonly Pick<PlatformSummary, 'uncountedCount' | 'status' | 'updatedAt'>[],
): void {
  const router = useRouter()
  const newest = Math.max(
    0,
    ...platforms.map(({ uncountedCount, status, updatedAt }) =>
      uncountedCount > 0 && status === 'reachable' ? updatedAt.getTime() : 0,
    ),
  )
  useEffect(() => {
    if (newest === 0) return
    const timer = setInterval(() => {
      if (Date.now() - newest > PATIENCE_MS) clearInterval(timer)
      else router.refresh()
    }, POLL_MS)
    return () => clearInterval(timer)
  }, [newest, router])
}
