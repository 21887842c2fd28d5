'use client'

import type { PlatformSummary } from '#lib/platforms/index.ts'
import { useRefreshing } from '../use-refreshing.ts'

const POLL_MS = 1500
/** A count that is queued with a change has come long before this, or waits for a worker that is not there. */
const PATIENCE_MS = 60_000

/** Shows the page anew while namespaces of platforms that were just connected or changed wait for their first count. */
export function useCounting(
  platforms: readonly Pick<PlatformSummary, 'uncountedCount' | 'status' | 'updatedAt'>[],
): void {
  const newest = Math.max(
    0,
    ...platforms.map(({ uncountedCount, status, updatedAt }) =>
      uncountedCount > 0 && status === 'reachable' ? updatedAt.getTime() : 0,
    ),
  )
  useRefreshing(POLL_MS, Date.now() - newest < PATIENCE_MS && newest, PATIENCE_MS)
}
