import type { Credential } from '#lib/core/index.ts'
import { credentialSchema, FerryError, matchesFingerprint, unseal } from '#lib/core/index.ts'
import { openServiceCredential } from '#lib/credentials/index.ts'
import { serviceReach } from '#lib/services/index.ts'
import { gatewayUrl } from '#lib/tokens/index.ts'
import { UNKNOWN_FINGERPRINT } from '../plan/desired.ts'
import { type DraftTokens, EVERYWHERE, type StoredSlot, tokenKey } from './draft-choices.ts'
import { type GatewayWay, gatewayWay } from './gateway-way.ts'
import { effectiveChoice, impliedChoice, impliedScope, optionsVersion } from './implied-choice.ts'
import { keepable, livingToken } from './kept-tokens.ts'
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
  /** The way through the gateway, whether it is chosen or not. */
  way: GatewayWay
  /** Whether the platform itself has proved what is chosen: it is connected like this in every namespace of the slot. */
  proved: boolean
}

export function scopeOf(draft: Draft, serviceId: string): 'same' | 'byNamespace' {
  return draft.choices.authentication[serviceId]?.scope ?? impliedScope(draft, serviceId)
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
  const { platform } = draft
  if (draft.chosen.length === 0 || platform === null) return []
  const groups: [string, NamespaceRow[]][] =
    scopeOf(draft, service.id) === 'same'
      ? [[EVERYWHERE, draft.chosen]]
      : draft.chosen.map((namespace) => [namespace.id, [namespace]])
  return groups.map(([key, namespaces]) => {
    const bound = namespaces.flatMap(({ id }) => draft.bindings.get(bindingKey(service.id, id)) ?? [])
    const choice = effectiveChoice(
      draft.choices.authentication[service.id]?.slots[key],
      impliedChoice(draft, service, namespaces, bound),
    )
    const slot = { service, key, namespaces, bound, choice, of: proofSubject(draft, service, choice, bound) }
    return { ...slot, way: gatewayWay(platform, service.identifier), proved: provedByPlatform(draft, slot) }
  })
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
    ...(choice?.mode === 'generated'
      ? [gatewayUrl(service.identifier), String(service.credentialSetAt?.getTime() ?? 0)]
      : []),
  ].join('\n')
}

/** Whether every namespace of a «kept» choice has a token to keep. */
export function keptEverywhere(slot: Slot): boolean {
  return keepable(slot).length === slot.namespaces.length
}

/** Whether what is kept was proved by the platform itself, at the URL that it would get now. */
function provedByPlatform(draft: Draft, slot: Pick<Slot, 'service' | 'choice' | 'bound' | 'namespaces'>): boolean {
  const { service, choice, bound, namespaces } = slot
  if (choice === null || bound.length !== namespaces.length) return false
  return bound.every((binding) => {
    const { state, applied, appliedShown, tokenMode } = binding
    if (state !== 'in_sync' || applied === null || tokenMode !== choice.mode) return false
    // Adopted with another token than what is there: that one was never proved.
    if (applied.headers === UNKNOWN_FINGERPRINT) return false
    if (choice.mode === 'generated') {
      const token = livingToken(draft, binding)
      return (
        token !== undefined &&
        optionsVersion(token.options) === choice.version &&
        appliedShown?.url === gatewayUrl(service.identifier)
      )
    }
    const keeps = choice.mode === 'none' || choice.source === 'kept'
    return keeps && matchesFingerprint(service.url, applied.url)
  })
}

/** Whether the platform gets nothing of it whatever is presented, so that there is nothing to verify: the plan says «can’t». */
function isOutOfReach(service: ServiceRow): boolean {
  return serviceReach(service).kind === 'none'
}

/** Why the platform cannot use what is chosen, whatever a verification from here finds; null where nothing is known to be in its way. */
export function obstacleOf({ choice, way, proved }: Slot): GatewayWay['obstacle'] {
  return choice?.mode === 'generated' && !proved ? way.obstacle : null
}

/** Whether the dialog may go on with this slot. */
export function slotReady(slot: Slot): boolean {
  const { choice, of } = slot
  if (choice === null || (choice.source === 'kept' && !keptEverywhere(slot))) return false
  if (choice.mode !== 'generated' && isOutOfReach(slot.service)) return true
  if (choice.accepted === of || (slot.proved && choice.proof?.of !== of)) return true
  if (obstacleOf(slot) !== null) return false
  return choice.proof?.of === of && choice.proof.state === 'verified'
}

/** The credential that somebody entered for a slot, in one of its namespaces; a generated token is none of those. Throws `token_missing` when there is none to be had. */
export async function slotCredential(slot: Slot, namespaceId: string, tokens: DraftTokens): Promise<Credential> {
  const { choice, service } = slot
  if (choice === null) throw tokenMissing(service.name)
  if (choice.mode !== 'entered') return { kind: 'none' }
  if (choice.source === 'typed') {
    const typed = tokens[tokenKey(service.id, slot.key)]
    if (typed === undefined) throw tokenMissing(service.name)
    return typed
  }
  if (choice.source === 'service') {
    const credential = await openServiceCredential(service.credential)
    // What fetches access tokens is none that a platform could present.
    if (credential.kind === 'none' || credential.kind === 'oauthClient') throw tokenMissing(service.name)
    return credential
  }
  const token = keepable(slot).find((binding) => binding.namespaceId === namespaceId)?.token
  if (token === undefined || token === null) throw tokenMissing(service.name)
  return credentialSchema.parse(JSON.parse(await unseal(token, 'token')))
}

function tokenMissing(service: string): FerryError {
  return new FerryError('token_missing', 409, `There is no token for «${service}».`, { next: 'Enter one.' })
}
