import { and, eq, inArray } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { bindings, services } from '#db/schema/index.ts'
import type { ObservedProvider, ProviderDetails } from '#lib/platforms/index.ts'
import type { NamespaceRow } from '../draft/load-draft.ts'
import type { Look } from '../plan/look.ts'
import { ownProvider } from '../plan/plan-namespace.ts'

/** A provider that is not ours, with where it stands. */
export interface ForeignProvider extends ObservedProvider {
  details: ProviderDetails
  namespace: Pick<NamespaceRow, 'id' | 'name'>
}

/** A binding with what telling ours from foreign needs. */
export interface HeldPlace {
  serviceId: string
  namespaceId: string
  identifier: string
  remoteId: string | null
  state: 'in_sync' | 'failed' | 'unknown'
}

export type GoodLook = Extract<Look, { observed: ObservedProvider[] }>

const NO_DETAILS: ProviderDetails = {
  ...{ iconEmoji: null, iconColor: null, timeoutSeconds: null, sseReadTimeoutSeconds: null },
  headers: [],
}

/** The bindings of namespaces; inside a transaction with `lock`, so that nobody settles them meanwhile. */
export async function heldPlaces(db: Database, namespaceIds: string[], { lock = false } = {}): Promise<HeldPlace[]> {
  const query = db
    .select({
      serviceId: bindings.serviceId,
      namespaceId: bindings.namespaceId,
      identifier: services.identifier,
      remoteId: bindings.remoteId,
      state: bindings.state,
    })
    .from(bindings)
    .innerJoin(services, and(eq(services.id, bindings.serviceId)))
    .where(inArray(bindings.namespaceId, namespaceIds))
  return lock ? query.for('update', { of: bindings }) : query
}

/** What a look found that no binding holds. Pure. */
export function foreignIn(look: GoodLook, held: readonly HeldPlace[]): ForeignProvider[] {
  const ours = new Set(
    held
      .filter(({ namespaceId }) => namespaceId === look.namespace.id)
      .flatMap((place) => livingOf(look, place)?.remoteId ?? []),
  )
  return look.observed
    .filter(({ remoteId }) => !ours.has(remoteId))
    .map((provider) => ({ ...provider, details: provider.details ?? NO_DETAILS, namespace: look.namespace }))
}

/** The provider that a binding stands for, when it is there. */
export function livingOf({ observed }: GoodLook, place: HeldPlace): ObservedProvider | undefined {
  return ownProvider(observed, place, place.identifier)
}
