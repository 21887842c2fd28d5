import type { PlannedItem, SyncSituation } from './plan-types.ts'

/** At most this many are named; more would be no help. */
const MOST = 50

/** Tools of one name that several providers will have in the namespace, by the names of those providers. */
export function sameToolsOf(
  { observed, wishes }: Pick<SyncSituation, 'observed' | 'wishes'>,
  items: readonly PlannedItem[],
): { tool: string; providers: string[] }[] {
  const holders = new Map<string, string[]>()
  const add = (provider: string, tools: readonly string[]) => {
    for (const tool of new Set(tools)) holders.set(tool, [...(holders.get(tool) ?? []), provider])
  }
  const planned = items.flatMap((item, index) => {
    const wish = wishes[index]
    return wish !== undefined && item.desired !== null && item.view.action !== 'conflict' ? [{ item, wish }] : []
  })
  const replaced = new Set(planned.map(({ item }) => item.remoteId))
  for (const { item, wish } of planned) add(item.desired?.name ?? wish.service.name, wish.tools)
  for (const { remoteId, name, tools } of observed) if (!replaced.has(remoteId)) add(name, tools)
  const ours = new Set(planned.map(({ item }) => item.desired?.name))
  return [...holders]
    .filter(([, providers]) => providers.length > 1 && providers.some((name) => ours.has(name)))
    .map(([tool, providers]) => ({ tool, providers }))
    .toSorted((one, other) => (one.tool < other.tool ? -1 : 1))
    .slice(0, MOST)
}
