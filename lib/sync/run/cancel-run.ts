import { and, eq, sql } from 'drizzle-orm'
import { lanes, runItems, runs } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { runIdSchema } from '../schema.ts'
import type { RunView } from '../views.ts'
import { readRunView } from './get-run.ts'
import { endUnusedTokens } from './item-tokens.ts'
import { wakeRun } from './pause-run.ts'
import { bumpRun, finishRunIfDone } from './run-record.ts'

/** Cancels what has not begun, and ends the tokens made for it; what is in flight finishes. A run that has ended stays as it is. */
export async function cancelRun(ctx: Context, input: { runId: string }): Promise<RunView> {
  requirePermission(ctx, 'syncs.write')
  const { runId } = parseInput(runIdSchema, input)
  await ctx.db.transaction(async (db) => {
    const [run] = await db.select().from(runs).where(eq(runs.id, runId)).for('update')
    if (run === undefined) throw notFound('The synchronization')
    if (run.status === 'done' || run.status === 'cancelled' || run.cancelRequestedAt !== null) return
    const revision = await bumpRun(db, runId)
    const now = sql`clock_timestamp()`
    await db.update(runs).set({ cancelRequestedAt: now }).where(eq(runs.id, runId))
    const cancelled = await db
      .update(runItems)
      .set({ verdict: 'cancelled', nextStep: 'retry', endedAt: now, revision })
      .where(and(eq(runItems.runId, runId), eq(runItems.verdict, 'waiting')))
      .returning({ tokenId: runItems.gatewayTokenId })
    await endUnusedTokens(
      db,
      cancelled.map(({ tokenId }) => tokenId),
      ctx.actor.name,
    )
    // A lane given back by a worker that stopped may hold items of unknown outcome: those are still looked up.
    await db
      .update(lanes)
      .set({ status: 'done', endedAt: now })
      .where(
        and(
          eq(lanes.runId, runId),
          eq(lanes.status, 'waiting'),
          sql`not exists (select 1 from ${runItems} where ${runItems.laneId} = ${lanes.id} and ${runItems.verdict} in ('running', 'unknown'))`,
        ),
      )
    // What a paused lane still has of unknown outcome is looked up now.
    if (run.pausedAt !== null) await wakeRun(db, runId)
    await finishRunIfDone(db, runId)
    await recordAudit(db, ctx.actor, {
      action: 'run.cancel',
      targetKind: 'run',
      targetId: runId,
      targetLabel: `#${run.number} to ${run.platformName}`,
    })
  })
  return readRunView(ctx, runId)
}
