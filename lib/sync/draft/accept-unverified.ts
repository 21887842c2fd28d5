import type { z } from 'zod'
import { type Context, FerryError, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { acceptUnverifiedSchema } from '../schema.ts'
import type { DraftView } from '../views.ts'
import { storeSlot } from './draft-choices.ts'
import { readDraftView } from './draft-view.ts'
import { loadDraft } from './load-draft.ts'
import { editDraft } from './save-draft.ts'
import { keptEverywhere, slotsOf } from './slots.ts'

/** Says that the synchronization goes on although this service's choice is not verified; it holds until token or URL change. */
export async function acceptUnverified(
  ctx: Context,
  input: z.input<typeof acceptUnverifiedSchema>,
): Promise<DraftView> {
  requirePermission(ctx, 'syncs.write')
  const { draftId, serviceId, namespaceId } = parseInput(acceptUnverifiedSchema, input)
  const draft = await loadDraft(ctx, draftId)
  const service = draft.services.find(({ id }) => id === serviceId)
  if (service === undefined) throw notFound('The service')
  const slots = slotsOf(draft, service).filter(({ key }) => namespaceId === undefined || key === namespaceId)
  if (slots.some((slot) => slot.choice === null || (slot.choice.source === 'kept' && !keptEverywhere(slot))))
    throw new FerryError('draft_incomplete', 409, `Nothing is chosen for «${service.name}» yet.`, {
      next: 'Choose how it is reached first.',
    })
  await editDraft(ctx, draftId, ({ choices }) => {
    for (const { key, choice, of } of slots)
      if (choice !== null) storeSlot(choices, serviceId, key, { ...choice, accepted: of })
  })
  return readDraftView(ctx, draftId)
}
