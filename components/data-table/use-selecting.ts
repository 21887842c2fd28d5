'use client'

import { useRef } from 'react'
import type { Selection } from '#components/data-table/types.ts'

export interface Selecting {
  /** Selects or deselects a row; with `range` all from the row touched last. */
  toggle: (id: string, range?: boolean) => void
  /** Selects or deselects all rows in view that can be selected. */
  toggleAll: () => void
  all: boolean | 'indeterminate'
}

/** The acts on a selection over the rows in view; rows that cannot be selected are passed over. */
export function useSelecting<Row>(
  rows: readonly Row[],
  rowId: (row: Row) => string,
  selection: Selection<Row> | undefined,
): Selecting {
  const anchor = useRef<string | null>(null)
  const selected = selection?.selected ?? new Set<string>()
  const free = rows.filter((row) => !selection?.blocked?.(row)).map(rowId)
  const chosen = free.filter((id) => selected.has(id)).length

  const set = (ids: readonly string[], on: boolean) => {
    const next = new Set(selected)
    for (const id of ids) on ? next.add(id) : next.delete(id)
    selection?.onChange(next)
  }
  return {
    toggle(id, range = false) {
      if (!free.includes(id)) return
      const from = range && anchor.current ? free.indexOf(anchor.current) : -1
      const to = free.indexOf(id)
      if (from === -1) set([id], !selected.has(id))
      else set(free.slice(Math.min(from, to), Math.max(from, to) + 1), true)
      anchor.current = id
    },
    toggleAll() {
      set(free, chosen < free.length)
    },
    all: free.length > 0 && chosen === free.length ? true : selected.size > 0 ? 'indeterminate' : false,
  }
}
