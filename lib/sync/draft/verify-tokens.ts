import pLimit from 'p-limit'
import type { z } from 'zod'
import { type Context, FerryError, parseInput, requirePermission } from '#lib/core/index.ts'
import { connectorFor } from '#lib/platforms/index.ts'
import { verifyTokensSchema } from '../schema.ts'
import type { DraftView } from '../views.ts'
import { type StoredProof, storeSlot } from './draft-choices.ts'
import { readDraftView } from './draft-view.ts'
import { knownRelease } from './known-release.ts'
import { loadDraft, openTokens } from './load-draft.ts'
import { platformWord } from './platform-word.ts'
import { proveGenerated } from './prove-generated.ts'
import { type Asker, proveSlot } from './prove-slot.ts'
import { editDraft } from './save-draft.ts'
import { keptEverywhere, type Slot, slotsOf } from './slots.ts'

const AT_A_TIME = 6

/**
 * Verifies what was chosen by real MCP exchanges, made as the platform's release makes them: with the credential, and without it
 * to see whether the service enforces it. What is generated is verified through the gateway, with a token that lives no longer. One service or all, one namespace or all; what is not chosen yet is left out.
 */
export async function verifyTokens(ctx: Context, input: z.input<typeof verifyTokensSchema>): Promise<DraftView> {
  requirePermission(ctx, 'syncs.write')
  const { draftId, serviceId, namespaceId } = parseInput(verifyTokensSchema, input)
  const draft = await loadDraft(ctx, draftId)
  if (draft.platform === null)
    throw new FerryError('draft_incomplete', 409, 'No platform is chosen yet.', { next: 'Choose a platform first.' })
  const release = knownRelease(draft.platform)
  const asker: Asker = {
    ctx,
    profile: connectorFor(draft.platform.kind).client(release),
    word: platformWord(draft),
    release,
    tokens: await openTokens(draft),
  }
  const slots = draft.services
    .filter(({ id }) => serviceId === undefined || id === serviceId)
    .flatMap((service) => slotsOf(draft, service))
    .filter(({ key }) => namespaceId === undefined || key === namespaceId)
    .filter((slot) => slot.choice !== null && (slot.choice.source !== 'kept' || keptEverywhere(slot)))
  const limit = pLimit(AT_A_TIME)
  const proofs = await Promise.all(slots.map((slot) => limit(async () => ({ slot, proof: await prove(asker, slot) }))))
  await editDraft(
    ctx,
    draftId,
    ({ choices }) => {
      for (const { slot, proof } of proofs) {
        const now = choices.authentication[slot.service.id]?.slots[slot.key] ?? slot.choice
        // Changed while it was being verified: `of` no longer fits, and the proof would count for nothing.
        if (now !== null && now.version === slot.choice?.version && now.source === slot.choice.source)
          storeSlot(choices, slot.service.id, slot.key, { ...now, proof })
      }
    },
    { keepPlan: true },
  )
  return readDraftView(ctx, draftId)
}

function prove(asker: Asker, slot: Slot): Promise<StoredProof> {
  return slot.choice?.mode === 'generated' ? proveGenerated(asker, slot) : proveSlot(asker, slot)
}
