import type { ItemDesired } from '#db/schema/index.ts'
import type { Credential } from '#lib/core/index.ts'
import type { Connector, DesiredProvider, ItemFailure } from '#lib/platforms/index.ts'
import { makeToken } from '#lib/tokens/index.ts'
import type { TokenOptions } from '#lib/tokens/schema.ts'
import { credentialWords } from '../draft/credential-words.ts'
import { conflictKey, type DraftTokens } from '../draft/draft-choices.ts'
import { shownService } from '../draft/draft-view.ts'
import { optionsVersion } from '../draft/implied-choice.ts'
import { livingToken } from '../draft/kept-tokens.ts'
import { type BindingRow, bindingKey, type Draft, type NamespaceRow, type ServiceRow } from '../draft/load-draft.ts'
import { reachView, throughGateway } from '../draft/reach-view.ts'
import { type Slot, slotCredential, slotFor } from '../draft/slots.ts'
import { tokenHints } from '../token-hints.ts'
import type { ReachView } from '../views.ts'
import { changeSince, desiredOf, desiredProvider, UNKNOWN_FINGERPRINT } from './desired.ts'
import type { BoundFacts, PlannedChange, TokenWords, Wish } from './plan-types.ts'

/** Where and how wishes are made of a draft. */
export interface WishContext {
  draft: Draft
  tokens: DraftTokens
  /** Generated tokens that are carried there already, opened, by their id. */
  gatewayTokens: Map<string, string>
  connector: Connector
  /** «Dify» */
  platform: string
  /** Names of the tools that a service listed, by its id. */
  tools: Map<string, string[]>
}

/** What the draft's services should be in one namespace of that release. */
export function wishesFor(context: WishContext, namespace: NamespaceRow, release: string): Promise<Wish[]> {
  return Promise.all(context.draft.services.map((service) => wishFor(context, service, namespace, release)))
}

async function wishFor(
  context: WishContext,
  service: ServiceRow,
  namespace: NamespaceRow,
  release: string,
): Promise<Wish> {
  const { draft, connector, platform, tools } = context
  const slot = slotFor(draft, service, namespace.id)
  const binding = draft.bindings.get(bindingKey(service.id, namespace.id)) ?? null
  const options = slot.choice?.mode === 'generated' ? (slot.choice.options ?? null) : null
  const credential =
    options === null ? await slotCredential(slot, namespace.id, context.tokens) : presentedToken(context, binding)
  const choice = draft.choices.conflicts[conflictKey(namespace.id, service.id)] ?? null
  const { tokenInPath } = slot.way
  const desired = desiredOf(service, binding?.shownName ?? null, options && { options, tokenInPath })
  const provider = desiredProvider(desired, credential)
  const listed = tools.get(service.id) ?? []
  const reach = options === null ? reachView(service, platform) : throughGateway(service, options, listed)
  return {
    service: shownService(service),
    desired,
    token: tokenWords(slot, credential, binding, namespace),
    tokenVersion: slot.of,
    change: wishedChange(context, binding, desired, provider),
    bound: binding && boundFacts(draft, binding),
    reach,
    toolCount: options === null ? service.toolCount : reach.gets,
    hindrance: hindranceOf(service, reach, connector, provider, release),
    warnings: [
      ...connector.warnings(provider, release),
      ...(options === null ? hintsOf(credential) : waySaid(slot, release, platform)),
    ],
    choice,
    tools: toolsSeen(listed, reach, options),
  }
}

/** The token that stays; where one is made when the run is confirmed, another one that stands for it. */
function presentedToken({ draft, gatewayTokens }: WishContext, binding: BindingRow | null): Credential {
  const living = livingToken(draft, binding)
  const token = living && gatewayTokens.get(living.id)
  return { kind: 'bearer', token: token ?? makeToken() }
}

/** Against what was applied, and against what the token that stays lets through now. */
function wishedChange(
  { draft }: WishContext,
  binding: BindingRow | null,
  desired: ItemDesired,
  provider: DesiredProvider,
): PlannedChange {
  const change = changeSince(binding?.applied ?? null, desired, provider)
  const now = livingToken(draft, binding)?.options
  if (desired.tokenOptions === undefined || now === undefined) return change
  return { ...change, filter: change.filter === true || optionsVersion(now) !== optionsVersion(desired.tokenOptions) }
}

function hintsOf(credential: Credential): string[] {
  return tokenHints(credential)
    .filter(({ message }) => !message.includes('{{'))
    .map(({ message }) => `The token: ${message}`)
}

/** What is worth a word about the way through the gateway. */
function waySaid({ way, proved }: Slot, release: string, platform: string): string[] {
  return [
    ...(way.obstacle !== null && !proved ? [`${way.obstacle.message} ${way.obstacle.next}`] : []),
    ...(way.caution === null || proved ? [] : [way.caution]),
    ...(way.tokenInPath
      ? [
          `${platform} ${release} sends no request headers: the token travels in the URL’s path. The gateway keeps it out of every log; proxies in between may not.`,
        ]
      : []),
  ]
}

/** The names under which the platform will list the tools, as far as they are known. */
function toolsSeen(listed: readonly string[], reach: ReachView, options: TokenOptions | null): string[] {
  if (options === null) return reach.kind === 'first_page' ? listed.slice(0, reach.gets ?? 0) : [...listed]
  const allowed = options.allowedTools === null ? null : new Set(options.allowedTools)
  return listed
    .filter((name) => allowed === null || allowed.has(name))
    .map((name) => `${options.toolPrefix ?? ''}${name}`)
}

function hindranceOf(
  { status, statusMessage, statusCode, name }: ServiceRow,
  reach: ReachView,
  connector: Connector,
  provider: DesiredProvider,
  release: string,
): ItemFailure | null {
  if (status !== 'normal')
    return {
      code: statusCode ?? 'service_unchecked',
      message: `«${name}» is not normal now. ${statusMessage ?? 'It has not been checked.'}`,
      nextStep: 'service',
    }
  if (reach.kind === 'nothing')
    return { code: 'out_of_reach', message: reach.message ?? 'It is out of reach.', nextStep: 'service' }
  if (reach.through === 'gateway' && reach.gets === 0)
    return {
      code: 'no_tools_allowed',
      message: 'None of the tools that are allowed is there any more.',
      nextStep: 'plan',
    }
  return connector.faults(provider, release)[0] ?? null
}

function tokenWords(
  slot: Slot,
  credential: Credential,
  binding: BindingRow | null,
  { name }: NamespaceRow,
): TokenWords {
  const { choice } = slot
  if (choice?.mode === 'generated') return { mode: 'generated', how: 'generated token', place: name, setAt: null }
  const setAt =
    choice?.source === 'kept'
      ? (binding?.tokenSetAt?.toISOString() ?? null)
      : choice?.source === 'service'
        ? (slot.service.credentialSetAt?.toISOString() ?? null)
        : (choice?.setAt ?? null)
  return { mode: choice?.mode ?? 'none', how: credentialWords(credential.kind), setAt }
}

/** What planning needs to know of a binding. */
export function boundFacts(draft: Draft, binding: BindingRow): BoundFacts {
  const living = livingToken(draft, binding)
  const { origin, remoteId, state, stateCode, stateMessage, remoteUpdatedAt, toolsOfService, tokenMode } = binding
  return {
    ...{ origin, remoteId, state, stateCode, stateMessage, remoteUpdatedAt, toolsOfService, tokenMode },
    shown: binding.appliedShown,
    tokenSetAt: binding.tokenSetAt?.toISOString() ?? null,
    ...(binding.applied?.headers === UNKNOWN_FINGERPRINT && { otherTokenThere: true }),
    ...(living !== undefined && { generated: { prefix: living.prefix, options: living.options } }),
  }
}
