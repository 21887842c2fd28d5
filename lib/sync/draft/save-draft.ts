import { eq, sql } from 'drizzle-orm'
import { syncDrafts } from '#db/schema/index.ts'
import { type Context, seal } from '#lib/core/index.ts'
import type { DraftChoices, DraftTokens } from './draft-choices.ts'
import { loadDraftRow, openTokens } from './load-draft.ts'

/** Hours that a draft lives after its last change. */
const DRAFT_HOURS = 24

/** When a draft that is changed now dies. */
export const draftExpiry = sql`now() + make_interval(hours => ${DRAFT_HOURS})`

interface Editable {
  kind: 'sync' | 'remove'
  choices: DraftChoices
  tokens: DraftTokens
}

/**
 * Changes a draft in one transaction: `edit` changes choices and typed tokens in place. The plan that was shown is dropped, since it
 * belongs to what was chosen before, unless `keepPlan` says that the edit is about something else.
 */
export async function editDraft(
  ctx: Context,
  draftId: string,
  edit: (draft: Editable, tx: Context) => void | Promise<void>,
  { keepPlan = false } = {},
): Promise<void> {
  await ctx.db.transaction(async (db) => {
    const tx = { ...ctx, db }
    const row = await loadDraftRow(tx, draftId, { lock: true })
    const before = await openTokens(row)
    const draft = { kind: row.kind, choices: structuredClone(row.choices), tokens: { ...before } }
    await edit(draft, tx)
    await db
      .update(syncDrafts)
      .set({
        choices: draft.choices,
        tokens: Object.keys(draft.tokens).length === 0 ? null : await seal(JSON.stringify(draft.tokens), 'draft'),
        updatedAt: sql`now()`,
        expiresAt: draftExpiry,
        ...(!keepPlan && { plan: null, plannedAt: null }),
      })
      .where(eq(syncDrafts.id, draftId))
  })
}
