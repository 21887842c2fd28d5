import type { Credential } from '#lib/core/index.ts'
import type { Connector, DesiredProvider, ItemFailure } from '#lib/platforms/index.ts'
import { credentialWords } from '../draft/credential-words.ts'
import { conflictKey, type DraftTokens } from '../draft/draft-choices.ts'
import { shownService } from '../draft/draft-view.ts'
import { type BindingRow, bindingKey, type Draft, type NamespaceRow, type ServiceRow } from '../draft/load-draft.ts'
import { reachView } from '../draft/reach-view.ts'
import { type Slot, slotCredential, slotFor } from '../draft/slots.ts'
import { tokenHints } from '../token-hints.ts'
import type { ReachView } from '../views.ts'
import { changeSince, desiredOf, desiredProvider } from './desired.ts'
import type { BoundFacts, TokenWords, Wish } from './plan-types.ts'

/** Where and how wishes are made of a draft. */
export interface WishContext {
  draft: Draft
  tokens: DraftTokens
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
  const credential = await slotCredential(slot, namespace.id, context.tokens)
  const binding = draft.bindings.get(bindingKey(service.id, namespace.id)) ?? null
  const choice = draft.choices.conflicts[conflictKey(namespace.id, service.id)] ?? null
  const desired = desiredOf(service, binding?.shownName ?? null)
  const provider = desiredProvider(desired, credential)
  const reach = reachView(service, platform)
  const listed = tools.get(service.id) ?? []
  return {
    service: shownService(service),
    desired,
    token: tokenWords(slot, credential, binding),
    tokenVersion: slot.of,
    change: changeSince(binding?.applied ?? null, provider),
    bound: binding && boundFacts(binding),
    reach,
    toolCount: service.toolCount,
    hindrance: hindranceOf(service, reach, connector, provider, release),
    warnings: [
      ...connector.warnings(provider, release),
      ...tokenHints(credential)
        .filter(({ message }) => !message.includes('{{'))
        .map(({ message }) => `The token: ${message}`),
    ],
    choice,
    tools: reach.kind === 'first_page' ? listed.slice(0, reach.gets ?? 0) : listed,
  }
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
  return connector.faults(provider, release)[0] ?? null
}

function tokenWords(slot: Slot, credential: Credential, binding: BindingRow | null): TokenWords {
  const { choice } = slot
  const setAt =
    choice?.source === 'kept'
      ? (binding?.tokenSetAt?.toISOString() ?? null)
      : choice?.source === 'service'
        ? (slot.service.credentialSetAt?.toISOString() ?? null)
        : (choice?.setAt ?? null)
  return { mode: choice?.mode ?? 'none', how: credentialWords(credential.kind), setAt }
}

/** What planning needs to know of a binding. */
export function boundFacts(binding: BindingRow): BoundFacts {
  const { origin, remoteId, state, stateCode, stateMessage, remoteUpdatedAt, toolsOfService, tokenMode } = binding
  return {
    ...{ origin, remoteId, state, stateCode, stateMessage, remoteUpdatedAt, toolsOfService, tokenMode },
    shown: binding.appliedShown,
    tokenSetAt: binding.tokenSetAt?.toISOString() ?? null,
  }
}
