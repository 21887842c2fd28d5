import type { PlatformRow } from '../draft/load-draft.ts'
import type { PlanAction, PlanView } from '../views.ts'
import { countOf } from './plan-words.ts'
import { planDigest, type StoredGroup } from './stored-plan.ts'

/** What a write takes, and a listed provider, until runs have measured it. */
const USUAL_WRITE_MS = 300
const USUAL_LIST_MS = 60
const USUAL_PARALLEL = 3

/** A plan as pages show it: counts, cost, and what keeps it from being confirmed. */
export function planView(
  kind: 'sync' | 'remove',
  platform: Pick<PlatformRow, 'pace'>,
  release: string | null,
  groups: readonly StoredGroup[],
): PlanView {
  const items = groups.flatMap(({ items }) => items)
  const counts: Record<PlanAction, number> = {
    ...{ create: 0, update: 0, adopt: 0, unchanged: 0 },
    ...{ conflict: 0, remove: 0, skip: 0, cant: 0 },
  }
  for (const { view } of items) counts[view.action] += 1
  const writes = items.reduce((sum, item) => sum + item.writes, 0)
  return {
    digest: planDigest(kind, groups),
    kind,
    plannedAt: new Date().toISOString(),
    release,
    groups: groups.map(({ namespace, lookedAt, providers, fault, items: members, sameTools }) => ({
      namespace: { id: namespace.id, name: namespace.name },
      ...{ lookedAt, providers, fault, sameTools },
      items: members.map(({ view }) => view),
    })),
    counts,
    writes,
    seconds: writes === 0 ? null : secondsOf(platform, writes, groups),
    blockers: blockersOf(kind, counts),
  }
}

function secondsOf({ pace }: Pick<PlatformRow, 'pace'>, writes: number, groups: readonly StoredGroup[]): number {
  const listed = groups
    .filter(({ items }) => items.some((item) => item.writes > 0))
    .reduce((sum, { providers }) => sum + (providers ?? 0), 0)
  const writing = (writes * (pace.createMs ?? USUAL_WRITE_MS)) / (pace.parallel ?? USUAL_PARALLEL)
  return Math.max(1, Math.round((writing + listed * (pace.listMsPerProvider ?? USUAL_LIST_MS)) / 1000))
}

function blockersOf(kind: 'sync' | 'remove', counts: Record<PlanAction, number>): string[] {
  if (counts.conflict > 0)
    return [`${countOf(counts.conflict, 'conflict')} ${counts.conflict === 1 ? 'needs' : 'need'} your choice.`]
  const carried = counts.create + counts.update + counts.adopt + counts.unchanged + counts.remove
  if (carried > 0) return []
  if (kind === 'remove') return ['Nothing of these services is in these namespaces. Go back and choose others.']
  if (counts.skip > 0 && counts.cant === 0)
    return ['Everything is skipped. Choose something else for at least one, or close this.']
  return ['Nothing of this can be carried. Each line says why.']
}
