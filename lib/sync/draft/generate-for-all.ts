import type { z } from 'zod'
import { type Context, FerryError, parseInput, requirePermission } from '#lib/core/index.ts'
import { tokenOptionsSchema } from '#lib/tokens/schema.ts'
import { generateForAllSchema } from '../schema.ts'
import type { DraftView } from '../views.ts'
import { EVERYWHERE, tokenKey } from './draft-choices.ts'
import { readDraftView } from './draft-view.ts'
import { generatedSlot } from './implied-choice.ts'
import { draftOwner, loadDraft } from './load-draft.ts'
import { editDraft } from './save-draft.ts'
import { slotsOf } from './slots.ts'

/**
 * Chooses a generated token for every service of the draft, in all namespaces. What is generated already keeps its options. Without
 * `all`, services stay as they are for which somebody chose, or which carry, something else.
 */
export async function generateForAll(ctx: Context, input: z.input<typeof generateForAllSchema>): Promise<DraftView> {
  requirePermission(ctx, 'syncs.write')
  const { draftId, all } = parseInput(generateForAllSchema, input)
  const owner = draftOwner(ctx)
  const draft = await loadDraft(ctx, draftId)
  if (draft.kind === 'remove')
    throw new FerryError('not_for_removal', 409, 'A removal needs no token.', { next: 'Go on to the review.' })
  const open = draft.services.filter((service) => {
    const slots = slotsOf(draft, service)
    if (slots.every(({ choice }) => choice?.mode === 'generated')) return false
    return all || slots.every(({ choice, bound }) => bound.length === 0 && (choice === null || choice.implied === true))
  })
  await editDraft(ctx, draftId, ({ choices, tokens }) => {
    for (const { id } of open) {
      const before = choices.authentication[id]
      for (const key of Object.keys(before?.slots ?? {})) delete tokens[tokenKey(id, key)]
      const chosen = { setAt: new Date().toISOString(), setBy: owner.name }
      const slot = { ...chosen, ...generatedSlot(tokenOptionsSchema.parse({})) }
      choices.authentication[id] = { scope: 'same', slots: { [EVERYWHERE]: slot } }
    }
  })
  return readDraftView(ctx, draftId)
}
