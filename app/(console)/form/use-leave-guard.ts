'use client'

import { useCallback, useEffect, useRef } from 'react'

/**
 * Asks before typed things are lost by closing the tab, reloading, or the browser's Back: while `dirty`, one history entry of the same
 * address stands above the page's own, so that Back meets it first. Returns how to leave for good.
 */
export function useLeaveGuard(dirty: boolean, ask: () => void): (go: () => void) => void {
  const standing = useRef(false)
  const asking = useRef(ask)
  asking.current = ask

  useEffect(() => {
    if (!dirty) return
    const stand = () => {
      window.history.pushState(window.history.state, '', window.location.href)
      standing.current = true
    }
    const beforeUnload = (event: BeforeUnloadEvent) => event.preventDefault()
    const back = () => {
      if (!standing.current) return
      stand()
      asking.current()
    }
    if (!standing.current) stand()
    window.addEventListener('beforeunload', beforeUnload)
    window.addEventListener('popstate', back)
    return () => {
      window.removeEventListener('beforeunload', beforeUnload)
      window.removeEventListener('popstate', back)
    }
  }, [dirty])

  return useCallback((go) => {
    if (!standing.current) return go()
    standing.current = false
    window.addEventListener('popstate', () => go(), { once: true })
    window.history.back()
  }, [])
}
