import type { bindings } from '#db/schema/index.ts'
import { type Credential, credentialHeaders, seal } from '#lib/core/index.ts'
import type { Connector } from '#lib/platforms/index.ts'
import type { ServiceRow } from '../draft/load-draft.ts'
import { desiredOf, desiredProvider, fingerprintsOf, shownOf, UNKNOWN_FINGERPRINT } from '../plan/desired.ts'
import { lookOf } from './candidate-look.ts'
import type { ForeignProvider } from './foreign-providers.ts'

interface Adopting {
  provider: ForeignProvider
  service: ServiceRow
  /** What is said to be presented there. */
  credential: Credential
  connector: Connector
  /** Whether this release's providers carry headers at all. */
  customHeaders: boolean
  by: string
}

/**
 * The binding of a provider that is adopted: what is there counts as applied, as far as it can be known. The URL's path is taken as
 * it was given, and a token where its mask does not speak against it; what differs from the service stands as it is there, so that
 * the next plan shows it as a change.
 */
export async function adoptedBinding({ provider, service, credential, connector, customHeaders, by }: Adopting) {
  const presented: Credential = customHeaders ? credential : { kind: 'none' }
  const { namespace, details, name, urlOrigin, remoteId, tools, authorised, updatedAt } = provider
  const shownName = name === service.name ? null : name
  const desired = desiredOf(service, shownName, null)
  const seen = Object.fromEntries(Object.entries(lookOf(provider)).filter(([, value]) => value !== null))
  const there = { ...desiredProvider(desired, presented), ...seen }
  const prints = fingerprintsOf(desired, there)
  const sameOrigin = urlOrigin === '' || urlOrigin === new URL(service.url).origin
  const sameHeaders = fitsHeaders(provider, presented, connector)
  const connected = authorised && tools.length > 0
  return {
    sameHeaders,
    values: {
      serviceId: service.id,
      namespaceId: namespace.id,
      tokenMode: presented.kind === 'none' ? 'none' : 'entered',
      token: presented.kind === 'none' ? null : await seal(JSON.stringify(presented), 'token'),
      gatewayTokenId: null,
      tokenSetAt: presented.kind === 'none' ? null : new Date(),
      tokenSetBy: presented.kind === 'none' ? null : by,
      tokenOrigin: new URL(service.url).origin,
      origin: 'adopted',
      shownName,
      remoteId,
      state: connected ? 'in_sync' : 'failed',
      stateCode: connected ? null : 'not_connected',
      stateMessage: connected ? null : 'It was adopted, but the platform did not say that it is connected.',
      applied: {
        ...prints,
        ...(!sameOrigin && { url: UNKNOWN_FINGERPRINT }),
        ...(!sameHeaders && { headers: UNKNOWN_FINGERPRINT }),
      },
      appliedShown: {
        ...shownOf(desired, there),
        ...(!sameOrigin && { url: `${urlOrigin}/…` }),
        headerNames: details.headers.map((header) => header.name),
      },
      appliedAt: null,
      seenTools: tools,
      toolsOfService: null,
      remoteUpdatedAt: updatedAt,
      seenAt: new Date(),
    } satisfies typeof bindings.$inferInsert,
  }
}

/** Whether a credential may be the one that is there: the same headers, and nothing in their masks against it. */
function fitsHeaders({ details }: ForeignProvider, credential: Credential, connector: Connector): boolean {
  const headers = Object.entries(credentialHeaders(credential))
  const masks = new Map(details.headers.map(({ name, mask }) => [name.toLowerCase(), mask]))
  return (
    headers.length === masks.size &&
    headers.every(([name, value]) => {
      const mask = masks.get(name.toLowerCase())
      return mask !== undefined && connector.fitsMask(mask, value)
    })
  )
}
