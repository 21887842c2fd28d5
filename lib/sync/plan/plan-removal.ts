import type { ObservedProvider } from '#lib/platforms/index.ts'
import type { ReachView, ShownService } from '../views.ts'
import { ownProvider } from './plan-namespace.ts'
import type { BoundFacts, NamespacePlan, PlannedItem } from './plan-types.ts'
import { countOf } from './plan-words.ts'

/** A service that should leave the namespace. Only what we created or adopted is ever removed. */
export interface Leaving {
  service: ShownService
  bound: BoundFacts
  reach: ReachView
}

/** What takes services out of a namespace again. Pure. */
export function planRemoval(observed: readonly ObservedProvider[], leaving: readonly Leaving[]): NamespacePlan {
  return { items: leaving.map((one) => removal(observed, one)), sameTools: [] }
}

function removal(observed: readonly ObservedProvider[], { service, bound, reach }: Leaving): PlannedItem {
  const own = ownProvider(observed, bound, service.identifier)
  const foreign = own === undefined && observed.some(({ identifier }) => identifier === service.identifier)
  return {
    view: {
      service,
      action: 'remove',
      summary: own === undefined ? missing(foreign) : goes(own.tools.length, bound),
      code: own === undefined ? 'missing_already' : null,
      nextStep: null,
      changes: [],
      warnings: [],
      reach,
      conflict: null,
    },
    remoteId: own?.remoteId ?? null,
    desired: null,
    change: { url: false, headers: false, look: false },
    tokenVersion: '',
    writes: own === undefined ? 0 : 1,
  }
}

function goes(tools: number, { origin }: BoundFacts): string {
  return `with its ${countOf(tools, 'tool')}${origin === 'adopted' ? '; made by hand there, adopted since' : ''}`
}

function missing(foreign: boolean): string {
  return foreign
    ? 'what is there now is not ours and stays: only the binding ends'
    : 'missing already: only the binding ends'
}
