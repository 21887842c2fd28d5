import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { lanes, runItems, runs } from '#db/schema/index.ts'

/**
 * Counts a run's revision up and returns it. First statement of every transaction that changes something of a run: it locks the
 * run's row, so that changes of one run stand in one order and never wait for each other crosswise.
 */
export async function bumpRun(db: Database, runId: string): Promise<number> {
  const [run] = await db
    .update(runs)
    .set({ revision: sql`${runs.revision} + 1` })
    .where(eq(runs.id, runId))
    .returning({ revision: runs.revision })
  if (run === undefined) throw new Error('the run is gone')
  return run.revision
}

/** Ends a run when all its lanes are done. Call it after `bumpRun`, in the same transaction. */
export async function finishRunIfDone(db: Database, runId: string): Promise<void> {
  const [open] = await db
    .select({ id: lanes.id })
    .from(lanes)
    .where(and(eq(lanes.runId, runId), ne(lanes.status, 'done')))
    .limit(1)
  if (open !== undefined) return
  const [cancelled] = await db
    .select({ id: runItems.id })
    .from(runItems)
    .where(and(eq(runItems.runId, runId), eq(runItems.verdict, 'cancelled')))
    .limit(1)
  await db
    .update(runs)
    .set({ status: cancelled === undefined ? 'done' : 'cancelled', endedAt: sql`clock_timestamp()`, pausedAt: null })
    .where(and(eq(runs.id, runId), inArray(runs.status, ['queued', 'running'])))
}
