import { createServiceSchema } from '#lib/services/schema.ts'
import { countOf, listOf } from '../plan/plan-words.ts'
import type { Candidate, CandidateToken } from './adopt-views.ts'
import { linksFor, type RegisteredService } from './candidate-links.ts'
import { candidateLook, lookOf } from './candidate-look.ts'
import type { ForeignProvider } from './foreign-providers.ts'

/** What the candidates are judged against. */
export interface CandidateFacts {
  registered: readonly RegisteredService[]
  /** Origin of our own gateway: what leads there is carried already. */
  gatewayOrigin: string
  /** «Dify» */
  platform: string
}

/**
 * The services that foreign providers make: those of the same identifier and origin are one, in several namespaces. Those in the
 * most namespaces come first. Pure.
 */
export function candidatesOf(providers: readonly ForeignProvider[], facts: CandidateFacts): Candidate[] {
  const groups = [...Map.groupBy(providers, candidateKey)].toSorted(
    ([one, some], [other, others]) => others.length - some.length || (one < other ? -1 : 1),
  )
  const taken = new Map<string, string>()
  return groups.map(([key, members]) => {
    const candidate = candidateOf(key, members, facts)
    const first = taken.get(candidate.identifier)
    if (first === undefined) taken.set(candidate.identifier, candidate.urlOrigin)
    return first === undefined ? candidate : secondOf(candidate, first)
  })
}

/** Tells candidates apart. */
function candidateKey({ identifier, urlOrigin }: Pick<ForeignProvider, 'identifier' | 'urlOrigin'>): string {
  return `${identifier} ${urlOrigin}`
}

function candidateOf(key: string, members: ForeignProvider[], facts: CandidateFacts): Candidate {
  const [first] = members
  if (first === undefined) throw new Error('a candidate has at least one place')
  const { identifier, urlOrigin } = first
  const most = members.reduce((one, other) => (other.tools.length > one.tools.length ? other : one))
  const hindrance = hindranceOf(identifier, facts)
  const links = linksFor({ identifier, urlOrigin, members }, facts.registered)
  const linked = links[0]?.by === 'identifier'
  const ownGateway = urlOrigin === facts.gatewayOrigin
  return {
    key,
    identifier,
    urlOrigin,
    ...candidateLook(identifier, members),
    tools: most.tools,
    places: members.map(({ namespace, remoteId, name, tools, authorised }) => ({
      ...{ namespaceId: namespace.id, namespaceName: namespace.name, remoteId, name, tools: tools.length, authorised },
    })),
    tokens: tokensOf(members),
    links,
    proposal: linked ? 'link' : hindrance === null && !ownGateway ? 'new' : 'leave',
    hindrance: linked ? `The identifier «${identifier}» belongs to a service here.` : hindrance,
    notes: [
      ...(ownGateway
        ? ['It leads to where MCP Ferry’s own gateway is: what is behind it may be registered here.']
        : []),
      ...notesOf(members, facts.platform),
    ],
  }
}

/** Two hosts under one identifier are two services, and only one of them can have it. */
function secondOf(candidate: Candidate, firstOrigin: string): Candidate {
  if (candidate.proposal !== 'new') return candidate
  return {
    ...candidate,
    proposal: 'leave',
    notes: [
      `«${candidate.identifier}» leads to ${firstOrigin} elsewhere. Only one of both can be the service of that identifier.`,
      ...candidate.notes,
    ],
  }
}

function hindranceOf(identifier: string, { platform }: CandidateFacts): string | null {
  const fits = createServiceSchema.shape.identifier.safeParse(identifier)
  if (!fits.success || fits.data !== identifier)
    return `Its identifier is none that a service here can have (1 to 24 of a–z, 0–9, _ and -), and another one would stop the applications in ${platform} that use it.`
  return null
}

/** Which places present the same, most places first; what is masked alike is taken for the same. */
function tokensOf(members: readonly ForeignProvider[]): CandidateToken[] {
  const groups = Map.groupBy(members, ({ details }) =>
    JSON.stringify(details.headers.toSorted((one, other) => (one.name < other.name ? -1 : 1))),
  )
  return [...groups.values()]
    .toSorted((one, other) => other.length - one.length)
    .map((places) => ({
      headers: (places[0]?.details.headers ?? []).map(({ name, mask }) => ({ name, length: [...mask].length })),
      namespaceIds: places.map(({ namespace }) => namespace.id),
    }))
}

function notesOf(members: readonly ForeignProvider[], platform: string): string[] {
  const apart = members.filter(({ authorised, tools }) => !authorised || tools.length === 0)
  const names = new Set(members.map(({ name }) => name))
  const timeouts = new Set(
    members.map((one) => {
      const { timeoutSeconds, sseReadTimeoutSeconds } = lookOf(one)
      return `${timeoutSeconds} ${sseReadTimeoutSeconds}`
    }),
  )
  const tools = new Set(members.filter((one) => one.tools.length > 0).map((one) => one.tools.toSorted().join('\n')))
  return [
    ...(apart.length > 0
      ? [`${platform} holds it for not connected in ${listOf(apart.map(({ namespace }) => namespace.name))}.`]
      : []),
    ...(tools.size > 1
      ? [`${platform} lists other tools in some of the ${countOf(members.length, 'namespace')}.`]
      : []),
    ...(names.size > 1 ? ['It has several names; each namespace keeps its own.'] : []),
    ...(timeouts.size > 1 ? ['Its timeouts differ; a synchronization makes them alike.'] : []),
    ...(members.some((one) => lookOf(one).iconEmoji === null)
      ? ['Its picture cannot be read; it stays until something else of it is changed.']
      : []),
  ]
}
