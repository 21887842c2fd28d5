import type { State } from '#components/status/states.ts'
import type { PlatformSummary } from '#lib/platforms/index.ts'
import type { NamespacesParams } from '../search-params.ts'

interface Chip {
  id: NamespacesParams['show']
  word: string
  count: number
  state?: State
}

/** The filters that would show something, and the chosen one. */
export function namespaceChips(
  { namespaceCount, unavailableCount, vanishedCount }: PlatformSummary,
  amissCount: number,
  chosen: NamespacesParams['show'],
): Chip[] {
  const chips: Chip[] = [
    { id: 'all', word: 'All', count: namespaceCount + vanishedCount },
    { id: 'available', word: 'available', count: namespaceCount - unavailableCount },
    { id: 'unavailable', word: 'refuse us', count: unavailableCount, state: 'refused' },
    { id: 'vanished', word: 'vanished', count: vanishedCount, state: 'missing' },
    { id: 'amiss', word: 'need a look', count: amissCount, state: 'drifted' },
  ]
  return chips.filter(({ id, count }) => id === 'all' || id === chosen || count > 0)
}
