'use client'

import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react'
import { type KeyBinding, KeysContext } from '#components/keys/keys-context.ts'
import { dialogIsOpen, keyOf, takesText } from '#components/keys/match.ts'

const SEQUENCE_MS = 1200

/** Listens for the keys that components below bind with `useKeys`. `enabled` false switches single letters off. */
export function KeysProvider({ enabled, children }: { enabled: boolean; children: ReactNode }) {
  const readers = useRef<(() => readonly KeyBinding[])[]>([])
  const begun = useRef<{ key: string; at: number } | null>(null)

  const add = useCallback((read: () => readonly KeyBinding[]) => {
    readers.current.push(read)
    return () => {
      readers.current = readers.current.filter((each) => each !== read)
    }
  }, [])
  const all = useCallback(() => readers.current.flatMap((read) => read()), [])
  const registry = useMemo(() => ({ add, all, enabled }), [add, all, enabled])

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.altKey) return
      const key = keyOf(event)
      const typing = takesText(event.target)
      const covered = dialogIsOpen()
      const usable = all()
        .filter((binding) => binding.always || (enabled && !typing && (!covered || binding.inDialog)))
        .reverse()
      const first = begun.current
      begun.current = null
      const sequence = first && event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${key}` : null
      const wanted = usable.filter((binding) => binding.keys === (sequence ?? key))
      for (const binding of wanted) {
        if (binding.run(event) === false) continue
        event.preventDefault()
        return
      }
      if (!sequence && usable.some((binding) => binding.keys.startsWith(`${key} `)))
        begun.current = { key, at: event.timeStamp }
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [all, enabled])

  return <KeysContext value={registry}>{children}</KeysContext>
}
