import { type Credential, credentialHeaders, credentialSchema } from '#lib/core/schema.ts'
import { createServiceSchema } from '#lib/services/schema.ts'
import type { AdoptProvidersInput, Candidate, TriedCandidate, TryCandidateInput } from '#lib/sync/schema.ts'
import {
  credentialOf,
  emptySlot,
  formFault,
  isEmpty,
  type SentAs,
  type SlotFields,
} from '../../sync/authentication/fields.ts'

/** How a candidate's credential is said: a kind to type, nothing, or the registered service's own. */
export type SaidAs = SentAs | 'none' | 'service'

/** What is filled in for one candidate. */
export interface CandidateForm {
  /** `new`, `leave`, or the id of the service that it belongs to. */
  take: string
  /** Whole; begins as the origin alone. */
  url: string
  said: SaidAs
  header: string
  /** One for each group of places that present the same. */
  slots: SlotFields[]
}

/** What trying it showed, and of what. */
export interface Tried {
  of: string
  state: TriedCandidate | 'asking' | { state: 'fault'; message: string; next: string | null }
}

/** What stands in a row before anybody has typed. */
export function initialForm(candidate: Candidate): CandidateForm {
  const [link] = candidate.links
  const take = candidate.proposal === 'link' && link !== undefined ? link.serviceId : candidate.proposal
  const names = headerNames(candidate)
  return {
    take,
    url: candidate.urlOrigin === '' ? '' : `${candidate.urlOrigin}/`,
    said: saidAs(candidate, take),
    header: names[0] ?? 'X-API-Key',
    slots: candidate.tokens.map(({ headers }) => emptySlot(headers.map(({ name }) => name))),
  }
}

/** How what Dify presents is most likely made: by the names of its headers. */
export function saidAs(candidate: Candidate, take: string): SaidAs {
  const names = headerNames(candidate)
  const kind = candidate.links.find(({ serviceId }) => serviceId === take)?.credentialKind
  if (kind !== undefined && kind !== 'none' && kind !== 'oauthClient') return 'service'
  if (names.length === 0) return 'none'
  if (names.length > 1) return 'headers'
  return names[0]?.toLowerCase() === 'authorization' ? 'bearer' : 'apiKey'
}

function headerNames({ tokens }: Candidate): string[] {
  return (tokens.find(({ headers }) => headers.length > 0)?.headers ?? []).map(({ name }) => name)
}

/** The credential of one group of places; `service` stands for the registered one. */
function credentialAt(form: CandidateForm, at: number): Credential | { kind: 'service' } {
  if (form.said === 'none' || form.said === 'service') return { kind: form.said }
  return credentialOf(form.said, form.header, form.slots[at] ?? emptySlot())
}

/** What is missing or wrong, as a sentence with the part that it is about; null when it can be tried and adopted. */
export function faultOf(candidate: Candidate, form: CandidateForm): { at: 'url' | number; message: string } | null {
  if (form.take === 'new') {
    const parsed = createServiceSchema.shape.url.safeParse(form.url)
    if (!parsed.success) return { at: 'url', message: parsed.error.issues[0]?.message ?? 'Give the whole URL.' }
    const { origin } = new URL(parsed.data)
    if (candidate.urlOrigin !== '' && origin !== candidate.urlOrigin)
      return { at: 'url', message: `Dify calls ${candidate.urlOrigin}. Complete that address.` }
  }
  if (form.said === 'none' || form.said === 'service') return null
  for (const at of form.slots.keys()) {
    const credential = credentialAt(form, at)
    if (credential.kind === 'service') continue
    const fault = formFault(credential)
    if (fault?.level === 'bad') return { at, message: fault.message }
    if (!credentialSchema.safeParse(credential).success) return { at, message: 'Complete the credential.' }
  }
  return null
}

/** Whether nobody has filled in what is needed yet: not a fault, but not to be taken either. */
export function isUntouched(candidate: Candidate, form: CandidateForm): boolean {
  const bare = form.take === 'new' && [candidate.urlOrigin, `${candidate.urlOrigin}/`, ''].includes(form.url.trim())
  const { said } = form
  if (said === 'none' || said === 'service') return bare
  return bare || form.slots.every((slot) => isEmpty(said, slot))
}

/** Where what is typed cannot be what Dify presents, by names and lengths; null where nothing tells. */
export function otherToken(candidate: Candidate, form: CandidateForm, at: number): string | null {
  const credential = credentialAt(form, at)
  const there = candidate.tokens[at]?.headers ?? []
  if (credential.kind === 'service') return null
  const typed = Object.entries(credentialHeaders(credential))
  if (typed.length === 0 && there.length > 0)
    return `Dify presents ${there.map(({ name }) => name).join(', ')}: a synchronization would take it away.`
  if (typed.length > 0 && there.length === 0) return 'Dify presents nothing there now: a synchronization would add it.'
  const differs = there.find(({ name, length }) => {
    const value = typed.find(([header]) => header.toLowerCase() === name.toLowerCase())?.[1]
    return value === undefined || [...value].length !== length
  })
  if (differs === undefined && typed.length === there.length) return null
  return `Another one than Dify presents${differs ? ` (${differs.name} with ${differs.length} characters)` : ''}: a synchronization would replace it.`
}

/** What a proof is of: another one with each change that counts. */
export function subjectOf(form: CandidateForm): string {
  return JSON.stringify([form.take, form.url, credentialAt(form, 0)])
}

export function tryInput(platformId: string, candidate: Candidate, form: CandidateForm): TryCandidateInput {
  return {
    platformId,
    target: form.take === 'new' ? { url: form.url } : { serviceId: form.take },
    credential: credentialAt(form, 0),
    tools: candidate.tools,
  }
}

export function adoptionOf(candidate: Candidate, form: CandidateForm): AdoptProvidersInput['candidates'][number] {
  const { identifier, urlOrigin, name, places, tokens } = candidate
  return {
    ...{ identifier, urlOrigin },
    places: places.map(({ namespaceId, remoteId }) => ({ namespaceId, remoteId })),
    as: form.take === 'new' ? { kind: 'new', name, url: form.url } : { kind: 'link', serviceId: form.take },
    tokens: tokens.map(({ namespaceIds }, at) => ({ namespaceIds, credential: credentialAt(form, at) })),
  }
}
