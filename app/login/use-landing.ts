'use client'

import { useSyncExternalStore } from 'react'

const subscribe = () => () => {}

/** Where one lands after signing in: `next` with the fragment of the address, which a browser keeps through redirects and no server sees. */
export function useLanding(next: string): string {
  const fragment = useSyncExternalStore(
    subscribe,
    () => window.location.hash,
    () => '',
  )
  return next.includes('#') ? next : next + fragment
}
