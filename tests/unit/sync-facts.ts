import type { ObservedProvider } from '#lib/platforms/index.ts'
import type { BoundFacts, SyncSituation, Wish } from '#lib/sync/plan/plan-types.ts'

/** A provider as it is there; what a test does not care about is filled in. */
export function provider(identifier: string, change: Partial<ObservedProvider> = {}): ObservedProvider {
  return {
    ...{ remoteId: `id-${identifier}`, identifier, name: identifier.toUpperCase(), urlOrigin: 'https://one.example' },
    ...{ authorised: true, tools: ['look', 'find'], updatedAt: 1000, extra: {} },
    ...change,
  }
}

/** A binding in sync with what `provider` makes of the same identifier. */
export function bound(identifier: string, change: Partial<BoundFacts> = {}): BoundFacts {
  return {
    ...{ origin: 'created', remoteId: `id-${identifier}`, state: 'in_sync', stateCode: null, stateMessage: null },
    ...{ remoteUpdatedAt: 1000, toolsOfService: 2, tokenMode: 'none', tokenSetAt: null },
    shown: {
      ...{ name: identifier.toUpperCase(), url: `https://one.example/${identifier}/mcp`, iconEmoji: '🧭' },
      ...{ iconColor: '#dbeafe', timeoutSeconds: 30, sseReadTimeoutSeconds: 300, headerNames: [] },
    },
    ...change,
  }
}

/** A wish that fits what `provider` and `bound` make of the same identifier. */
export function wish(identifier: string, change: Partial<Wish> = {}): Wish {
  const name = identifier.toUpperCase()
  const isBound = change.bound !== undefined && change.bound !== null
  return {
    service: { id: `service-${identifier}`, name, identifier, iconEmoji: '🧭', iconColor: '#dbeafe' },
    desired: {
      ...{ identifier, name, url: `https://one.example/${identifier}/mcp`, iconEmoji: '🧭', iconColor: '#dbeafe' },
      ...{ timeoutSeconds: 30, sseReadTimeoutSeconds: 300, renamed: false },
    },
    token: { mode: 'none', how: 'no token', setAt: null },
    tokenVersion: 'none',
    change: isBound ? { url: false, headers: false, look: false } : { url: true, headers: true, look: true },
    bound: null,
    reach: { through: 'service', kind: 'all', gets: 2, of: 2, message: null },
    toolCount: 2,
    hindrance: null,
    warnings: [],
    choice: null,
    tools: ['look', 'find'],
    ...change,
  }
}

export function situation(observed: ObservedProvider[], ...wishes: Wish[]): SyncSituation {
  return { observed, wishes, others: [], platform: 'Dify' }
}
