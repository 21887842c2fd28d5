'use client'

import { useRefreshing } from '../use-refreshing.ts'

const POLL_MS = 1500
/** A check that is queued with a change has come long before this, or waits for a worker that is not there. */
const PATIENCE_MS = 60_000

/** Shows the page anew while services wait for their first check, those on other pages of the table too: until none waits, or a minute long without one of them being checked. */
export function usePendingChecks(unchecked: number): void {
  useRefreshing(POLL_MS, unchecked, PATIENCE_MS)
}
