import { and, eq, ne, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { lanes, runs } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { sendJob } from '#lib/queue/index.ts'
import { runIdSchema } from '../schema.ts'
import type { RunView } from '../views.ts'
import { readRunView } from './get-run.ts'
import { laneJob } from './lane-job.ts'
import { bumpRun } from './run-record.ts'

/** From now on nothing new is begun; what is in flight finishes. A run that has ended, is being cancelled or is paused already stays as it is. */
export async function pauseRun(ctx: Context, input: { runId: string }): Promise<RunView> {
  return change(ctx, input, 'run.pause', async (db, run) => {
    if (run.endedAt !== null || run.cancelRequestedAt !== null || run.pausedAt !== null) return false
    await db.update(runs).set({ pausedAt: sql`clock_timestamp()` }).where(eq(runs.id, run.id))
    return true
  })
}

/** Goes on where the run was paused. */
export async function resumeRun(ctx: Context, input: { runId: string }): Promise<RunView> {
  return change(ctx, input, 'run.resume', async (db, run) => {
    if (run.pausedAt === null) return false
    await wakeRun(db, run.id)
    return true
  })
}

/** Ends the pause and has every lane that is not done worked. Call it in the transaction that changed the run. */
export async function wakeRun(db: Database, runId: string): Promise<void> {
  await db.update(runs).set({ pausedAt: null }).where(eq(runs.id, runId))
  const asleep = await db
    .select({ id: lanes.id, groupKey: lanes.groupKey })
    .from(lanes)
    .where(and(eq(lanes.runId, runId), ne(lanes.status, 'done')))
  // Also those that a worker is about to give back: it has asked before this.
  for (const { id, groupKey } of asleep) await sendJob(db, laneJob, { laneId: id }, { group: groupKey })
}

async function change(
  ctx: Context,
  input: { runId: string },
  action: 'run.pause' | 'run.resume',
  work: (db: Database, run: typeof runs.$inferSelect) => Promise<boolean>,
): Promise<RunView> {
  requirePermission(ctx, 'syncs.write')
  const { runId } = parseInput(runIdSchema, input)
  await ctx.db.transaction(async (db) => {
    const [run] = await db.select().from(runs).where(eq(runs.id, runId)).for('update')
    if (run === undefined) throw notFound('The synchronization')
    if (!(await work(db, run))) return
    await bumpRun(db, runId)
    await recordAudit(db, ctx.actor, {
      action,
      targetKind: 'run',
      targetId: runId,
      targetLabel: `#${run.number} to ${run.platformName}`,
    })
  })
  return readRunView(ctx, runId)
}
