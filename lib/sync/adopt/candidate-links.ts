import { listOf } from '../plan/plan-words.ts'
import type { CandidateLink } from './adopt-views.ts'
import { lookOf } from './candidate-look.ts'
import type { ForeignProvider } from './foreign-providers.ts'

/** What of a registered service is compared. */
export interface RegisteredService {
  id: string
  name: string
  identifier: string
  url: string
  iconEmoji: string
  iconColor: string
  timeoutSeconds: number
  sseReadTimeoutSeconds: number
  credentialKind: string
  /** Namespaces in which it stands already. */
  heldIn: readonly string[]
}

/** At most this many services of one host are offered. */
const MOST = 20

/** The registered services that a candidate may be: by identifier, then by host. One that stands there already is none. Pure. */
export function linksFor(
  { identifier, urlOrigin, members }: { identifier: string; urlOrigin: string; members: readonly ForeignProvider[] },
  registered: readonly RegisteredService[],
): CandidateLink[] {
  const places = new Set(members.map(({ namespace }) => namespace.id))
  return registered
    .filter((service) => service.identifier === identifier || new URL(service.url).origin === urlOrigin)
    .filter(({ heldIn }) => !heldIn.some((namespaceId) => places.has(namespaceId)))
    .toSorted((one, other) => Number(other.identifier === identifier) - Number(one.identifier === identifier))
    .slice(0, MOST)
    .map((service) => ({
      serviceId: service.id,
      name: service.name,
      identifier: service.identifier,
      by: service.identifier === identifier ? 'identifier' : 'host',
      credentialKind: service.credentialKind,
      consequence: consequenceOf(service, { identifier, urlOrigin, members }),
    }))
}

function consequenceOf(
  service: RegisteredService,
  { identifier, urlOrigin, members }: { identifier: string; urlOrigin: string; members: readonly ForeignProvider[] },
): string | null {
  const looks = members.map(lookOf)
  const other = (field: 'iconEmoji' | 'iconColor' | 'timeoutSeconds' | 'sseReadTimeoutSeconds') =>
    looks.some((look) => look[field] !== null && look[field] !== service[field])
  const changes = [
    ...(new URL(service.url).origin === urlOrigin ? [] : [`the URL, to ${new URL(service.url).origin}`]),
    ...(other('timeoutSeconds') || other('sseReadTimeoutSeconds') ? ['the timeouts'] : []),
    ...(other('iconEmoji') || other('iconColor') ? ['the icon'] : []),
  ]
  const renamed =
    service.identifier === identifier
      ? []
      : [`Its identifier becomes «${service.identifier}»: workflows there that use it as «${identifier}» stop.`]
  const sentences = [...renamed, ...(changes.length > 0 ? [`A synchronization changes ${listOf(changes)}.`] : [])]
  return sentences.length === 0 ? null : sentences.join(' ')
}
