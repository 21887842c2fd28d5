import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { type Context, FerryError, invalidInput, parseInput, requirePermission } from '#lib/core/index.ts'
import { chooseAuthenticationSchema, type slotChoiceSchema } from '../schema.ts'
import type { DraftView } from '../views.ts'
import { describeCredential } from './credential-words.ts'
import { type DraftChoices, type DraftTokens, EVERYWHERE, type StoredSlot, tokenKey } from './draft-choices.ts'
import { readDraftView } from './draft-view.ts'
import { generatedSlot } from './implied-choice.ts'
import { draftOwner } from './load-draft.ts'
import { editDraft } from './save-draft.ts'

type Choice = z.output<typeof slotChoiceSchema>

/**
 * Step 3: what is presented to reach one service, everywhere or by namespace. A typed credential goes sealed into the draft and
 * never comes back; what was verified with another one before does not count for it. No token is generated while choosing.
 */
export async function chooseAuthentication(
  ctx: Context,
  input: z.input<typeof chooseAuthenticationSchema>,
): Promise<DraftView> {
  requirePermission(ctx, 'syncs.write')
  const { draftId, serviceId, scope, namespaceId, choice } = parseInput(chooseAuthenticationSchema, input)
  const owner = draftOwner(ctx)
  await editDraft(ctx, draftId, ({ kind, choices, tokens }) => {
    if (kind === 'remove')
      throw new FerryError('not_for_removal', 409, 'A removal needs no token.', { next: 'Go on to the review.' })
    if (!choices.services.some(({ id }) => id === serviceId))
      throw invalidInput({ serviceId: 'This service is not part of this synchronization.' })
    if (namespaceId !== undefined && !choices.namespaces.some(({ id }) => id === namespaceId))
      throw invalidInput({ namespaceId: 'This namespace is not chosen.' })
    if (namespaceId !== undefined && scope === 'same')
      throw invalidInput({ namespaceId: 'One choice for all namespaces has no namespace of its own.' })
    const before = choices.authentication[serviceId] ?? { scope: 'same', slots: {} }
    const slots = { ...before.slots }
    if (scope === 'byNamespace' && before.scope === 'same') spread(choices, serviceId, slots, tokens)
    choices.authentication[serviceId] = { scope, slots }
    if (choice === undefined) return
    for (const slot of slotKeys(choices, scope, namespaceId)) {
      slots[slot] = storedSlot(choice, owner.name)
      delete tokens[tokenKey(serviceId, slot)]
      if (choice.mode === 'entered' && choice.source === 'typed') tokens[tokenKey(serviceId, slot)] = choice.credential
    }
  })
  return readDraftView(ctx, draftId)
}

function slotKeys(choices: DraftChoices, scope: 'same' | 'byNamespace', namespaceId: string | undefined): string[] {
  if (scope === 'same') return [EVERYWHERE]
  return namespaceId === undefined ? choices.namespaces.map(({ id }) => id) : [namespaceId]
}

/** What was chosen everywhere becomes each namespace's own, where it has none yet. */
function spread(
  choices: DraftChoices,
  serviceId: string,
  slots: Record<string, StoredSlot>,
  tokens: DraftTokens,
): void {
  const everywhere = slots[EVERYWHERE]
  // What is kept may be another token in each namespace: those speak for themselves.
  if (everywhere === undefined || everywhere.source === 'kept') return
  const token = tokens[tokenKey(serviceId, EVERYWHERE)]
  for (const { id } of choices.namespaces) {
    if (slots[id] !== undefined) continue
    slots[id] = everywhere
    if (token !== undefined) tokens[tokenKey(serviceId, id)] = token
  }
}

function storedSlot(choice: Choice, by: string): StoredSlot {
  const chosen = { version: randomUUID(), setAt: new Date().toISOString(), setBy: by }
  const nothing = { credentialKind: 'none', headerNames: [] }
  if (choice.mode === 'generated') return { ...chosen, ...generatedSlot(choice.options) }
  if (choice.mode === 'none') return { ...chosen, ...nothing, mode: 'none', source: null, version: 'none' }
  if (choice.source !== 'typed') return { ...chosen, ...nothing, mode: 'entered', source: choice.source }
  return { ...chosen, mode: 'entered', source: 'typed', ...describeCredential(choice.credential) }
}
