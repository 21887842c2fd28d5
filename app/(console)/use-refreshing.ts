'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Reads the page anew every so many milliseconds, while it is in view and as long as there is a reason for it. */
export function useRefreshing(everyMs: number, reason = true): void {
  const router = useRouter()
  useEffect(() => {
    if (!reason) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, everyMs)
    return () => clearInterval(timer)
  }, [everyMs, reason, router])
}
