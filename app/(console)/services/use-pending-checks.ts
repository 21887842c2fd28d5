'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

const POLL_MS = 1500
/** A check that is queued with a change has come long before this, or waits for a worker that is not there. */
const PATIENCE_MS = 60_000

/** Shows the page anew while services that were just added or changed wait for their first check. */
export function usePendingChecks(services: readonly { status: string; updatedAt: Date }[]): void {
  const router = useRouter()
  const newest = Math.max(
    0,
    ...services.map(({ status, updatedAt }) => (status === 'unchecked' ? updatedAt.getTime() : 0)),
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
