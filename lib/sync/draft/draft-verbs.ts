import { and, eq } from 'drizzle-orm'
import { syncDrafts } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { draftIdSchema } from '../schema.ts'
import type { DraftView } from '../views.ts'
import { readDraftView } from './draft-view.ts'
import { draftOwner } from './load-draft.ts'

/** A draft of the acting person; `not_found` when it has expired, was discarded or belongs to somebody else. */
export async function getDraft(ctx: Context, input: { draftId: string }): Promise<DraftView> {
  requirePermission(ctx, 'syncs.write')
  return readDraftView(ctx, parseInput(draftIdSchema, input).draftId)
}

/** Forgets a draft with its tokens; one that is gone already is as good. */
export async function discardDraft(ctx: Context, input: { draftId: string }): Promise<void> {
  requirePermission(ctx, 'syncs.write')
  const { draftId } = parseInput(draftIdSchema, input)
  await ctx.db.delete(syncDrafts).where(and(eq(syncDrafts.id, draftId), eq(syncDrafts.userId, draftOwner(ctx).id)))
}
