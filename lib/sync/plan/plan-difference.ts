import type { PlanAction, PlanDifference, PlanItem } from '../views.ts'
import type { StoredPlan } from './stored-plan.ts'

const VERBS: Record<PlanAction, string> = {
  create: 'create it',
  update: 'update it',
  adopt: 'adopt it',
  unchanged: 'leave it unchanged',
  conflict: 'ask what to do about a conflict',
  remove: 'remove it',
  skip: 'skip it',
  cant: 'leave it out, because it can’t be carried',
}

/** What differs between the plan that was shown and the one that the namespaces make now. */
export function planDifferences(shown: StoredPlan | null, now: StoredPlan): PlanDifference[] {
  const before = itemsOf(shown)
  const after = itemsOf(now)
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const was = before.get(key)
    const is = after.get(key)
    const place = was ?? is
    if (place === undefined || (was && is && same(was.item, is.item))) return []
    return [
      {
        namespace: place.namespace,
        service: place.item.service.name,
        was: was?.item.action ?? null,
        is: is?.item.action ?? null,
        message: sentence(was?.item, is?.item),
      },
    ]
  })
}

function itemsOf(plan: StoredPlan | null): Map<string, { namespace: string; item: PlanItem }> {
  return new Map(
    (plan?.view.groups ?? []).flatMap(({ namespace, items }) =>
      items.map((item) => [`${namespace.id}:${item.service.id}`, { namespace: namespace.name, item }]),
    ),
  )
}

function same(one: PlanItem, other: PlanItem): boolean {
  const essence = ({ action, code, summary, changes, conflict }: PlanItem) =>
    JSON.stringify([action, code, summary, changes.map(({ field, from, to }) => [field, from, to]), conflict?.by])
  return essence(one) === essence(other)
}

function sentence(was: PlanItem | undefined, is: PlanItem | undefined): string {
  if (is === undefined) return 'It is not part of the plan any more.'
  if (was === undefined) return `It is new in the plan: ${VERBS[is.action]}.`
  if (was.action === is.action) return `The plan is still to ${VERBS[is.action]}, but differently: ${is.summary}`
  return `The plan was to ${VERBS[was.action]}; now it is to ${VERBS[is.action]}: ${is.summary}`
}
