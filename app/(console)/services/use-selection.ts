'use client'

import { useEffect, useSyncExternalStore } from 'react'
import { notify } from '#components/ui/toast.tsx'
import { summarizeSelection } from './actions.ts'

/** Ids only, in the browser tab's own storage: a selection survives paging, filtering and a reload, and ends with the tab. */
const KEY = 'mcp-ferry.services.selected'
const NONE: ReadonlySet<string> = new Set()

const listeners = new Set<() => void>()
let current: ReadonlySet<string> | undefined

function read(): ReadonlySet<string> {
  if (current === undefined) {
    try {
      const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]')
      current = new Set(Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [])
    } catch {
      // Storage that is forbidden or holds something else is an empty selection.
      current = NONE
    }
  }
  return current
}

/** Replaces the selection, in all that shows it. */
export function select(ids: Iterable<string>): void {
  current = new Set(ids)
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...current]))
  } catch {
    // Without storage it lives until the page is left.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The services that are selected in this tab. */
export function useSelection(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, read, () => NONE)
}

/** Takes out of the selection what has gone or is no longer normal, and says so. */
async function tidySelection(): Promise<void> {
  const ids = [...read()]
  if (ids.length === 0) return
  const result = await summarizeSelection({ ids })
  if (!result.ok || result.value.normal.length === ids.length) return
  const still = new Set(result.value.normal)
  const dropped = ids.filter((id) => !still.has(id) && read().has(id))
  if (dropped.length === 0) return
  select([...read()].filter((id) => !dropped.includes(id)))
  const { notNormal, gone } = result.value
  const names = notNormal.slice(0, 3).map(({ name }) => name)
  const more = notNormal.length > 3 ? ` and ${notNormal.length - 3} more` : ''
  const parts = [
    ...(notNormal.length > 0 ? [`${names.join(', ')}${more} no longer normal`] : []),
    ...(gone > 0 ? [`${gone} removed`] : []),
  ]
  notify.bad(`Taken out of the selection: ${parts.join('; ')}.`)
}

/** Tidies the selection when the page comes and whenever its numbers of services change. */
export function useTidySelection({ normal, all }: { normal: number; all: number }): void {
  useEffect(() => {
    // The numbers are what it waits for: another number means that a service became something else.
    if (all >= normal) void tidySelection().catch(() => undefined)
  }, [normal, all])
}
