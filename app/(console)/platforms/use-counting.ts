'use client'

import type { PlatformSummary } from '#lib/platforms/index.ts'
import { PATIENCE_MS, useAwaiting } from '../use-refreshing.ts'

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
  useAwaiting(Date.now() - newest < PATIENCE_MS && newest)
}
