import { serviceReach } from '#lib/services/index.ts'
import { type TokenOptions, tokenOptionsSchema } from '#lib/tokens/schema.ts'
import type { StoredSlot } from './draft-choices.ts'
import { gatewayWay } from './gateway-way.ts'
import { keepable } from './kept-tokens.ts'
import { type BindingRow, bindingKey, type Draft, type NamespaceRow, type ServiceRow } from './load-draft.ts'
import { platformWord } from './platform-word.ts'
import { reachView, throughGateway } from './reach-view.ts'

/** What somebody chose, or what goes without saying; what went without saying before gives way to what does now. */
export function effectiveChoice(stored: StoredSlot | undefined, implied: StoredSlot | null): StoredSlot | null {
  if (stored === undefined || implied === null) return stored?.implied === true ? null : (stored ?? implied)
  const same = stored.mode === implied.mode && stored.source === implied.source && stored.version === implied.version
  return stored.implied === true && !same ? implied : stored
}

/**
 * What goes without saying: what is carried there stays; what is out of reach is proposed through the gateway; a service that asks
 * for nothing, or is out of reach all the same, gets nothing.
 */
export function impliedChoice(
  draft: Draft,
  service: ServiceRow,
  namespaces: NamespaceRow[],
  bound: BindingRow[],
): StoredSlot | null {
  const none = { version: '', setAt: null, setBy: null, credentialKind: 'none', headerNames: [], implied: true }
  if (keepable({ service, bound }).length === namespaces.length) return { ...none, mode: 'entered', source: 'kept' }
  const [options, ...others] = generatedOptions(draft, bound)
  if (options !== undefined && others.length === 0) return { ...none, ...generatedSlot(options) }
  if (bound.length === 0) {
    const proposed = proposal(draft, service)
    if (proposed !== null) return { ...none, ...generatedSlot(tokenOptionsSchema.parse({})), proposed }
  }
  if (
    bound.length === 0
      ? service.credentialKind === 'none' || serviceReach(service).kind === 'none'
      : bound.every(({ tokenMode }) => tokenMode === 'none')
  )
    return { ...none, mode: 'none', source: null }
  return null
}

/** `byNamespace` where the tokens that are carried there let different things through. */
export function impliedScope(draft: Draft, serviceId: string): 'same' | 'byNamespace' {
  const bound = draft.chosen.flatMap(({ id }) => draft.bindings.get(bindingKey(serviceId, id)) ?? [])
  return generatedOptions(draft, bound).length > 1 ? 'byNamespace' : 'same'
}

/** The part of a slot that says: generated, with these options. */
export function generatedSlot(options: TokenOptions) {
  return {
    ...{ mode: 'generated' as const, source: null, credentialKind: 'generated', headerNames: [] },
    ...{ options, version: optionsVersion(options) },
  }
}

/** Tells options apart; the order of tools does not count. */
export function optionsVersion({ allowedTools, toolPrefix, callsPerMinute }: TokenOptions): string {
  return JSON.stringify([allowedTools === null ? null : allowedTools.toSorted(), toolPrefix, callsPerMinute])
}

/** What the tokens of bindings let through, each kind once; empty where one of the bindings presents no generated token. */
function generatedOptions({ gatewayTokens }: Draft, bound: BindingRow[]): TokenOptions[] {
  const found = new Map<string, TokenOptions>()
  for (const { tokenMode, gatewayTokenId } of bound) {
    const options = gatewayTokenId === null ? undefined : gatewayTokens.get(gatewayTokenId)?.options
    if (tokenMode !== 'generated' || options === undefined) return []
    found.set(optionsVersion(options), options)
  }
  return [...found.values()]
}

/** Why a service should go through the gateway, where it can; null when it needs not, or the platform could not reach the gateway. */
function proposal(draft: Draft, service: ServiceRow): string | null {
  const { platform } = draft
  if (platform === null) return null
  const way = gatewayWay(platform, service.identifier)
  if (way.obstacle !== null) return null
  const word = platformWord(draft)
  const { kind, message } = reachView(service, word)
  if (kind === 'nothing' || kind === 'first_page')
    return `${message} Through the gateway it gets all ${throughGateway(service, null).of} tools.`
  if (service.credentialKind === 'oauthClient')
    return `Its access tokens live too short to be handed to ${word}. The gateway fetches and renews them itself.`
  if (!way.tokenInPath || service.credentialKind === 'none') return null
  return `${word} ${platform.release} sends no headers, so it cannot present the service’s own token.`
}
