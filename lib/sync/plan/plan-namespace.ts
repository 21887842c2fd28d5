import type { ObservedProvider } from '#lib/platforms/index.ts'
import type { PlanItem } from '../views.ts'
import { conflictFor } from './plan-conflict.ts'
import type { BoundFacts, NamespacePlan, PlannedItem, SyncSituation, Wish } from './plan-types.ts'
import { changesOf, countOf, givenOf, howCarried, listOf } from './plan-words.ts'
import { driftOf } from './provider-drift.ts'
import { sameToolsOf } from './same-tools.ts'

const NO_CHANGE = { url: false, headers: false, look: false }

/**
 * What turns what is in a namespace into what should be there. Pure: the same facts make the same plan. Wishes are planned in
 * order; names and URLs that an earlier one takes are taken for the later ones.
 */
export function planNamespace(situation: SyncSituation): NamespacePlan {
  const earlier: Wish[] = []
  const items = situation.wishes.map((wish) => {
    const item = planWish(situation, wish, earlier)
    if (item.view.action !== 'cant' && item.view.action !== 'skip' && item.view.action !== 'conflict')
      earlier.push({ ...wish, desired: item.desired ?? wish.desired })
    return item
  })
  return { items, sameTools: sameToolsOf(situation, items) }
}

/** The provider that is ours for a wish: by its id, or, where creating it ended unknown, by our identifier. */
export function ownProvider(
  observed: readonly ObservedProvider[],
  bound: Pick<BoundFacts, 'remoteId' | 'state'> | null,
  identifier: string,
): ObservedProvider | undefined {
  if (bound === null) return undefined
  if (bound.remoteId !== null) return observed.find(({ remoteId }) => remoteId === bound.remoteId)
  return bound.state === 'unknown' ? observed.find((one) => one.identifier === identifier) : undefined
}

function planWish(situation: SyncSituation, wish: Wish, earlier: readonly Wish[]): PlannedItem {
  const own = ownProvider(situation.observed, wish.bound, wish.desired.identifier)
  const { hindrance } = wish
  if (hindrance !== null)
    return item(wish, 'cant', {
      view: { summary: hindrance.message, code: hindrance.code, nextStep: hindrance.nextStep },
      remoteId: own?.remoteId ?? null,
    })
  const met = conflictFor(situation, wish, own, earlier)
  if (met.outcome !== 'clear')
    return item(wish, met.outcome === 'open' ? 'conflict' : 'skip', {
      view: { summary: met.summary, code: met.code, nextStep: 'plan', conflict: met.conflict },
      remoteId: null,
    })
  const named = { ...wish, desired: { ...wish.desired, name: met.name, renamed: met.name !== wish.service.name } }
  if (met.adopt !== undefined) return adoption(named, met.adopt, met.conflict)
  if (own !== undefined) return change(situation, named, own, met.conflict)
  return item(named, 'create', {
    view: {
      summary: `${howCarried(named)}${named.desired.renamed ? `, named «${met.name}»` : ''}`,
      code: wish.bound?.remoteId ? 'gone_there' : null,
      changes: givenOf(named),
      conflict: met.conflict,
    },
    change: allChange(named),
    writes: 1,
  })
}

function allChange({ desired }: Wish): PlannedItem['change'] {
  return { url: true, headers: true, look: true, ...(desired.tokenOptions !== undefined && { filter: true }) }
}

function adoption(wish: Wish, there: ObservedProvider, conflict: PlanItem['conflict']): PlannedItem {
  const all = allChange(wish)
  return item(wish, 'adopt', {
    view: {
      summary: `There already, not ours. Its URL and token become ours, ${wish.token.how}.`,
      changes: changesOf({ ...wish, bound: null }, all, there),
      conflict,
    },
    remoteId: there.remoteId,
    change: all,
    writes: 1,
  })
}

function change(
  situation: SyncSituation,
  wish: Wish,
  own: ObservedProvider,
  conflict: PlanItem['conflict'],
): PlannedItem {
  const drift = driftOf(wish, own, situation.platform)
  if (drift === null)
    return item(wish, 'unchanged', {
      view: { summary: `in sync, ${countOf(own.tools.length, 'tool')}`, conflict },
      remoteId: own.remoteId,
    })
  const changes = changesOf(wish, drift.change, own)
  const fields = changes.map(({ field, label }) => (field === 'url' ? label : label.toLowerCase()))
  const words =
    fields.length === 0
      ? filterWords(drift.change)
      : `${upperFirst(listOf(fields))} change${fields.length === 1 ? 's' : ''}`
  return item(wish, 'update', {
    view: {
      summary: drift.reason === null ? words : [drift.reason, words].filter((part) => part !== '').join(' '),
      code: drift.code,
      changes,
      conflict,
    },
    remoteId: own.remoteId,
    change: drift.change,
    writes: 1,
  })
}

/** The token lets something else through since it was carried: changed on the token itself, so no field of the plan differs. */
function filterWords({ filter }: PlannedItem['change']): string {
  return filter === true ? 'What its token lets through has changed; the tools are read again.' : ''
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function item(
  wish: Wish,
  action: PlanItem['action'],
  given: { view: Partial<PlanItem> & { summary: string } } & Partial<Omit<PlannedItem, 'view'>>,
): PlannedItem {
  const carried = action !== 'cant' && action !== 'skip'
  return {
    view: {
      service: wish.service,
      action,
      code: null,
      nextStep: null,
      changes: [],
      warnings: carried ? wish.warnings : [],
      reach: wish.reach,
      conflict: null,
      ...given.view,
    },
    remoteId: given.remoteId ?? null,
    desired: carried ? wish.desired : null,
    change: given.change ?? NO_CHANGE,
    tokenVersion: carried ? wish.tokenVersion : '',
    writes: given.writes ?? 0,
  }
}
