import { and, inArray, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { bindings, gatewayTokens } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { actorLabel, type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { shownToPeople } from './conditions.ts'
import { endTokens } from './end-tokens.ts'
import { selectTokens, tokenLabel } from './projection.ts'
import { tokenIdsSchema } from './schema.ts'

/**
 * Ends tokens at once: each gateway refuses them within a second and closes their open streams. Bindings that present one are no
 * longer in sync; a synchronization gives them a new one. Those that have ended already count as left alone.
 */
export async function revokeTokens(ctx: Context, input: { tokenIds: string[] }): Promise<{ revoked: number }> {
  requirePermission(ctx, 'tokens.write')
  const { tokenIds } = parseInput(tokenIdsSchema, input)
  if (tokenIds.length === 0) return { revoked: 0 }
  return ctx.db.transaction(async (tx) => {
    const known = await selectTokens(tx).where(and(inArray(gatewayTokens.id, tokenIds), shownToPeople))
    const ids = await endTokens(
      tx,
      known.map(({ id }) => id),
      { because: 'revoked', by: actorLabel(ctx.actor) },
    )
    const ended = new Set(ids)
    for (const token of known)
      if (ended.has(token.id))
        await recordAudit(tx, ctx.actor, {
          action: 'token.revoke',
          targetKind: 'token',
          targetId: token.id,
          targetLabel: tokenLabel(token),
          changes: { prefix: { from: token.prefix } },
        })
    await tellBindings(tx, ids)
    return { revoked: ids.length }
  })
}

/** What presents a revoked token fails from now on, and pages should say so before somebody notices it there. */
async function tellBindings(tx: Database, tokenIds: string[]): Promise<void> {
  if (tokenIds.length === 0) return
  await tx
    .update(bindings)
    .set({
      state: 'failed',
      stateCode: 'token_revoked',
      stateMessage: 'Its token was revoked: calls are refused until a synchronization gives it a new one.',
      updatedAt: sql`clock_timestamp()`,
    })
    .where(inArray(bindings.gatewayTokenId, tokenIds))
}
