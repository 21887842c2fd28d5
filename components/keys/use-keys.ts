'use client'

import { useContext, useEffect, useRef } from 'react'
import { type KeyBinding, KeysContext, type KeysRegistry } from '#components/keys/keys-context.ts'

/**
 * Binds keys for as long as the component is shown. They rest while a field has the focus, while a dialog is open
 * (unless `inDialog`), and when letters are switched off. Of two bindings of one key the later mounted wins.
 * Outside a `KeysProvider` nothing happens.
 */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const registry = useContext(KeysContext)
  const latest = useRef(bindings)
  useEffect(() => {
    latest.current = bindings
  })
  const add = registry?.add
  useEffect(() => add?.(() => latest.current), [add])
}

/** The bindings of the page and whether letters are on; null outside a `KeysProvider`. */
export function useKeysRegistry(): KeysRegistry | null {
  return useContext(KeysContext)
}
