import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import type { RunItemView } from '#lib/sync/schema.ts'
import { VERDICTS } from '#lib/sync/schema.ts'

export const ITEMS_PAGE_SIZE = 100

/** What of a run's page lives in its address. */
const itemsQuery = {
  verdict: parseAsStringLiteral(VERDICTS),
  lane: parseAsString,
  q: parseAsString.withDefault(''),
  page: parseAsInteger.withDefault(1),
}

export type ItemsQuery = inferParserType<typeof itemsQuery>

export const loadItemsQuery = createLoader(itemsQuery)
export const itemsHref = createSerializer(itemsQuery)

/** Whether an item is among those that the address asks for. */
export function isAsked(item: RunItemView, { verdict, lane, q }: ItemsQuery): boolean {
  if (verdict !== null && item.verdict !== verdict) return false
  if (lane !== null && item.laneId !== lane) return false
  if (q === '') return true
  const text = q.toLowerCase()
  return [item.service.name, item.service.identifier, item.namespaceName].some((name) =>
    name.toLowerCase().includes(text),
  )
}
