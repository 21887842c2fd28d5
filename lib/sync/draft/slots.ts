import type { Credential } from '#lib/core/index.ts'
import { credentialSchema, FerryError, matchesFingerprint, unseal } from '#lib/core/index.ts'
import { serviceReach } from '#lib/services/index.ts'
import { type DraftTokens, EVERYWHERE, type StoredSlot, tokenKey } from './draft-choices.ts'
import { type BindingRow, bindingKey, type Draft, type NamespaceRow, type ServiceRow } from './load-draft.ts'

/** One choice to be made for a service: everywhere, or in one namespace. */
export interface Slot {
  service: ServiceRow
  /** A namespace's id, or `EVERYWHERE`. */
  key: string
  /** The namespaces that it holds for. */
  namespaces: NamespaceRow[]
  /** The bindings that are there already, one for a namespace that has one. */
  bound: BindingRow[]
  /** What was chosen, or what goes without saying; null while nothing is. */
  choice: StoredSlot | null
  /** What a proof has to be of to count; changes with URL, credential and release. */
  of: string
}

export function scopeOf(draft: Draft, serviceId: string): 'same' | 'byNamespace' {
  return draft.choices.authentication[serviceId]?.scope ?? 'same'
}

/** A loaded draft does not change, and planning asks for the same slots once for each namespace. */
const known = new WeakMap<Draft, Map<string, Slot[]>>()

/** The choices that are to be made for a service in this draft. */
export function slotsOf(draft: Draft, service: ServiceRow): Slot[] {
  const ofDraft = known.get(draft) ?? new Map<string, Slot[]>()
  known.set(draft, ofDraft)
  const slots = ofDraft.get(service.id) ?? makeSlots(draft, service)
  ofDraft.set(service.id, slots)
  return slots
}

/** The slot that speaks for a chosen namespace. */
export function slotFor(draft: Draft, service: ServiceRow, namespaceId: string): Slot {
  const slots = slotsOf(draft, service)
  const slot = slots.find(({ key }) => key === EVERYWHERE || key === namespaceId)
  if (slot === undefined) throw new Error('a chosen namespace has no slot')
  return slot
}

function makeSlots(draft: Draft, service: ServiceRow): Slot[] {
  if (draft.chosen.length === 0) return []
  const groups: [string, NamespaceRow[]][] =
    scopeOf(draft, service.id) === 'same'
      ? [[EVERYWHERE, draft.chosen]]
      : draft.chosen.map((namespace) => [namespace.id, [namespace]])
  return groups.map(([key, namespaces]) => {
    const bound = namespaces.flatMap(({ id }) => draft.bindings.get(bindingKey(service.id, id)) ?? [])
    const choice = effectiveChoice(
      draft.choices.authentication[service.id]?.slots[key],
      impliedChoice(service, namespaces, bound),
    )
    return { service, key, namespaces, bound, choice, of: proofSubject(draft, service, choice, bound) }
  })
}

function effectiveChoice(stored: StoredSlot | undefined, implied: StoredSlot | null): StoredSlot | null {
  if (stored === undefined || implied === null) return stored?.implied === true ? null : (stored ?? implied)
  return stored.implied === true && (stored.mode !== implied.mode || stored.source !== implied.source)
    ? implied
    : stored
}

/** What goes without saying: what is carried there stays; a service that asks for nothing, or is out of reach, gets nothing. */
function impliedChoice(service: ServiceRow, namespaces: NamespaceRow[], bound: BindingRow[]): StoredSlot | null {
  const none = { version: '', setAt: null, setBy: null, credentialKind: 'none', headerNames: [], implied: true }
  if (keepable({ service, bound }).length === namespaces.length) return { ...none, mode: 'entered', source: 'kept' }
  if (
    bound.length === 0
      ? service.credentialKind === 'none' || isOutOfReach(service)
      : bound.every(({ tokenMode }) => tokenMode === 'none')
  )
    return { ...none, mode: 'none', source: null }
  return null
}

function proofSubject(draft: Draft, service: ServiceRow, choice: StoredSlot | null, bound: BindingRow[]): string {
  const version =
    choice?.source === 'kept'
      ? bound.map(({ id, tokenSetAt }) => `${id}@${tokenSetAt?.getTime() ?? 0}`).join(' ')
      : choice?.source === 'service'
        ? `service@${service.credentialSetAt?.getTime() ?? 0}`
        : (choice?.version ?? '')
  return [
    service.url,
    service.transport,
    draft.platform?.release ?? '',
    choice?.mode ?? '',
    choice?.source ?? '',
    version,
  ].join('\n')
}

/** The bindings whose token may be kept: entered for the origin that the service still has. */
export function keepable({ service, bound }: Pick<Slot, 'service' | 'bound'>): BindingRow[] {
  const { origin } = new URL(service.url)
  return bound.filter(({ token, tokenOrigin }) => token !== null && tokenOrigin === origin)
}

/** Whether every namespace of a «kept» choice has a token to keep. */
export function keptEverywhere(slot: Slot): boolean {
  return keepable(slot).length === slot.namespaces.length
}

/** Whether what is kept was proved by the platform itself, at the URL that the service still has. */
function provedByPlatform(slot: Slot): boolean {
  return (
    slot.bound.length === slot.namespaces.length &&
    slot.bound.every(
      ({ state, applied, tokenMode }) =>
        state === 'in_sync' &&
        applied !== null &&
        matchesFingerprint(slot.service.url, applied.url) &&
        (slot.choice?.source === 'kept'
          ? tokenMode === 'entered'
          : slot.choice?.mode === 'none' && tokenMode === 'none'),
    )
  )
}

/** Whether the platform gets nothing of it whatever is presented, so that there is nothing to verify: the plan says «can’t». */
function isOutOfReach(service: ServiceRow): boolean {
  return serviceReach(service).kind === 'none'
}

/** Whether the dialog may go on with this slot. */
export function slotReady(slot: Slot): boolean {
  const { choice, of } = slot
  if (choice === null || (choice.source === 'kept' && !keptEverywhere(slot))) return false
  if (isOutOfReach(slot.service)) return true
  if (choice.proof?.of === of && choice.proof.state === 'verified') return true
  if (choice.accepted === of) return true
  return choice.proof?.of !== of && provedByPlatform(slot)
}

/** The credential that a slot means in one of its namespaces. Throws `token_missing` when there is none to be had. */
export async function slotCredential(slot: Slot, namespaceId: string, tokens: DraftTokens): Promise<Credential> {
  const { choice, service } = slot
  if (choice === null) throw tokenMissing(service.name)
  if (choice.mode === 'none') return { kind: 'none' }
  if (choice.source === 'typed') {
    const typed = tokens[tokenKey(service.id, slot.key)]
    if (typed === undefined) throw tokenMissing(service.name)
    return typed
  }
  if (choice.source === 'service') {
    if (service.credential === null) throw tokenMissing(service.name)
    return credentialSchema.parse(JSON.parse(await unseal(service.credential, 'service.credential')))
  }
  const token = keepable(slot).find((binding) => binding.namespaceId === namespaceId)?.token
  if (token === undefined || token === null) throw tokenMissing(service.name)
  return credentialSchema.parse(JSON.parse(await unseal(token, 'token')))
}

function tokenMissing(service: string): FerryError {
  return new FerryError('token_missing', 409, `There is no token for «${service}».`, { next: 'Enter one.' })
}
