import type { RunItemView } from '#lib/sync/schema.ts'
import { ITEMS_PAGE_SIZE, type ItemsQuery, isAsked } from './query.ts'

/** The rows of the page in view, kept current: the first page takes new ones in at the top, later ones only change in place. */
export function mergeItems(
  rows: readonly RunItemView[],
  changed: ReadonlyMap<string, RunItemView>,
  query: ItemsQuery,
): RunItemView[] {
  const shown = new Map(rows.map((row) => [row.id, row]))
  const first = query.page === 1
  for (const item of changed.values()) {
    const before = shown.get(item.id)
    if (before === undefined ? !first : before.revision > item.revision) continue
    if (!first || isAsked(item, query)) shown.set(item.id, item)
    else shown.delete(item.id)
  }
  const list = [...shown.values()]
  return first ? list.toSorted((one, other) => other.revision - one.revision).slice(0, ITEMS_PAGE_SIZE) : list
}
