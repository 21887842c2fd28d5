'use client'

import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** False on the server and while the page wakes up, true afterwards. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
