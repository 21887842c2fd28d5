'use client'

import { useMemo } from 'react'
import type { RunItemView } from '#lib/sync/schema.ts'
import { ITEMS_PAGE_SIZE, type ItemsQuery, isAsked } from './query.ts'

/** The rows of the page in view, kept current: the first page takes new ones in at the top, later ones only change in place. */
export function useItems(
  rows: readonly RunItemView[],
  changed: ReadonlyMap<string, RunItemView>,
  query: ItemsQuery,
): RunItemView[] {
  return useMemo(() => {
    const shown = new Map(rows.map((row) => [row.id, row]))
    const first = query.page === 1
    for (const item of changed.values()) {
      const before = shown.get(item.id)
      if (before === undefined ? !first : before.revision > item.revision) continue
      if (isAsked(item, query)) shown.set(item.id, item)
      else if (first) shown.delete(item.id)
      else if (before !== undefined) shown.set(item.id, item)
    }
    const list = [...shown.values()]
    return first ? list.toSorted((one, other) => other.revision - one.revision).slice(0, ITEMS_PAGE_SIZE) : list
  }, [rows, changed, query])
}
