import { createHash } from 'node:crypto'
import type { ObservedProvider } from '#lib/platforms/index.ts'
import type { PlanGroup, PlanView } from '../views.ts'
import type { NamespacePlan, PlannedItem } from './plan-types.ts'

/** One namespace's plan with what confirming needs. */
export interface StoredGroup {
  namespace: { id: string; name: string; remoteId: string }
  groupKey: string
  lookedAt: string | null
  providers: number | null
  fault: PlanGroup['fault']
  /** What was there then: a choice about a conflict plans anew without a new look. */
  observed: ObservedProvider[]
  items: PlannedItem[]
  sameTools: NamespacePlan['sameTools']
}

/** A plan as the draft keeps it: what was shown, and what confirming needs. No secret in it. */
export interface StoredPlan {
  view: PlanView
  groups: StoredGroup[]
}

/**
 * What stays the same as long as the plan means the same: actions, targets, parts that change, names, tokens (by version),
 * conflicts and choices; not ages, sentences and costs.
 */
export function planDigest(kind: string, groups: readonly StoredGroup[]): string {
  const essence = groups.map(({ namespace, fault, items }) => [
    namespace.id,
    fault?.code ?? null,
    items.map(({ view, remoteId, desired, change, tokenVersion }) => [
      view.service.id,
      view.action,
      view.code,
      remoteId,
      desired,
      [change.url, change.headers, change.look, change.filter === true],
      tokenVersion,
      view.conflict && [view.conflict.taken, view.conflict.by.map((by) => by.remoteId), view.conflict.chosen],
    ]),
  ])
  return createHash('sha256')
    .update(JSON.stringify([kind, essence], sortedKeys))
    .digest('base64url')
}

/** The database gives objects back with their keys in another order. */
function sortedKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
