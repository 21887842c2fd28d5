import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Database } from '#db/client.ts'
import { lanes, runItems, runs } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { type Context, FerryError, notFound, parseInput, requirePermission, seal } from '#lib/core/index.ts'
import { sendJob } from '#lib/queue/index.ts'
import { countOf } from '../plan/plan-words.ts'
import { retryFailedSchema, retryWithTokenSchema } from '../schema.ts'
import type { RunView } from '../views.ts'
import { readRunView } from './get-run.ts'
import { renewedToken } from './item-tokens.ts'
import { laneJob } from './lane-job.ts'
import type { ItemRow } from './lane-record.ts'
import { bumpRun } from './run-record.ts'

/** Verdicts after which an item may be tried again. */
const RETRIABLE = ['failed', 'unknown', 'cancelled'] as const

/** Tries again, in the same run, what failed, is unknown or was cancelled: all of it, or the given items. A generated token that has ended meanwhile is made anew. */
export async function retryFailed(ctx: Context, input: z.input<typeof retryFailedSchema>): Promise<RunView> {
  requirePermission(ctx, 'syncs.write')
  const { runId, itemIds } = parseInput(retryFailedSchema, input)
  await ctx.db.transaction(async (db) => {
    const run = await lockRun(db, runId)
    const items = await retriable(db, runId, itemIds === undefined ? undefined : inArray(runItems.id, itemIds))
    await waitAgain(ctx, db, run.id, items, {})
    await audit(ctx, db, run, 'run.retry', items.length)
  })
  return readRunView(ctx, runId)
}

/**
 * Tries a service's failed items of a run again with another credential, in all their namespaces or the given ones. The platform is
 * made to use the new one: its provider is changed and connected anew.
 */
export async function retryWithToken(ctx: Context, input: z.input<typeof retryWithTokenSchema>): Promise<RunView> {
  requirePermission(ctx, 'syncs.write')
  const { runId, serviceId, namespaceIds, credential } = parseInput(retryWithTokenSchema, input)
  const token = credential.kind === 'none' ? null : await seal(JSON.stringify(credential), 'token')
  await ctx.db.transaction(async (db) => {
    const run = await lockRun(db, runId)
    const where =
      namespaceIds === undefined
        ? eq(runItems.serviceId, serviceId)
        : and(
            eq(runItems.serviceId, serviceId),
            sql`${runItems.laneId} in (select ${lanes.id} from ${lanes} where ${and(eq(lanes.runId, runId), inArray(lanes.namespaceId, namespaceIds))})`,
          )
    // What goes through the gateway presents a token of ours: the service's own would be refused there.
    const items = await retriable(db, runId, and(where, ne(runItems.tokenMode, 'generated')))
    const chosen = {
      tokenMode: credential.kind === 'none' ? ('none' as const) : ('entered' as const),
      token,
      tokenSetAt: credential.kind === 'none' ? null : new Date(),
      tokenSetBy: credential.kind === 'none' ? null : ctx.actor.name,
    }
    await waitAgain(ctx, db, run.id, items, chosen)
    await audit(ctx, db, run, 'run.retry_with_token', items.length, { token: { to: 'replaced' } })
  })
  return readRunView(ctx, runId)
}

async function lockRun(db: Database, runId: string) {
  const [run] = await db.select().from(runs).where(eq(runs.id, runId)).for('update')
  if (run === undefined) throw notFound('The synchronization')
  return run
}

async function retriable(db: Database, runId: string, which: ReturnType<typeof and>): Promise<ItemRow[]> {
  const items = await db
    .select()
    .from(runItems)
    .where(and(eq(runItems.runId, runId), inArray(runItems.verdict, [...RETRIABLE]), which))
  const worked = items.filter(({ action }) => ['create', 'update', 'adopt', 'remove'].includes(action))
  // What a running lane has not looked up yet is its own affair.
  const settled = worked.filter(({ verdict, nextStep }) => verdict !== 'unknown' || nextStep !== 'none')
  if (settled.length === 0)
    throw new FerryError('nothing_to_retry', 409, 'Nothing of this is left to be tried again.', {
      next: 'Reload the page.',
    })
  return settled
}

async function waitAgain(
  ctx: Context,
  db: Database,
  runId: string,
  items: ItemRow[],
  token: Partial<ItemRow>,
): Promise<void> {
  const revision = await bumpRun(db, runId)
  const places = await db
    .select({ id: lanes.id, namespaceId: lanes.namespaceId })
    .from(lanes)
    .where(eq(lanes.runId, runId))
  for (const item of items) {
    const { id, action } = item
    const namespaceId = places.find((lane) => lane.id === item.laneId)?.namespaceId ?? null
    await db
      .update(runItems)
      .set({
        ...{ verdict: 'waiting', revision, attempt: sql`${runItems.attempt} + 1` },
        ...{ code: null, reason: null, nextStep: null, platformSaid: null, startedAt: null, endedAt: null, ms: null },
        ...(action !== 'remove' && token),
        ...(await renewedToken(db, item, namespaceId, ctx.actor.name)),
      })
      .where(eq(runItems.id, id))
  }
  const laneIds = [...new Set(items.map(({ laneId }) => laneId))]
  // A lane that is being worked finds them at its end by itself.
  const asleep = await db
    .update(lanes)
    .set({ status: 'waiting', code: null, message: null, faults: 0, endedAt: null })
    .where(and(inArray(lanes.id, laneIds), eq(lanes.status, 'done')))
    .returning({ id: lanes.id, groupKey: lanes.groupKey })
  for (const { id, groupKey } of asleep) await sendJob(db, laneJob, { laneId: id }, { group: groupKey })
  await db
    .update(runs)
    .set({
      status: sql`case when ${runs.status} in ('done', 'cancelled') then 'queued' else ${runs.status} end`,
      // A run that had ended begins anew; the time in between was no work.
      startedAt: sql`case when ${runs.endedAt} is null then ${runs.startedAt} end`,
      endedAt: null,
      cancelRequestedAt: null,
    })
    .where(eq(runs.id, runId))
}

function audit(
  ctx: Context,
  db: Database,
  run: { id: string; number: number; platformName: string },
  action: string,
  count: number,
  changes: Record<string, { to: string }> = {},
): Promise<void> {
  return recordAudit(db, ctx.actor, {
    action,
    targetKind: 'run',
    targetId: run.id,
    targetLabel: `#${run.number} to ${run.platformName}`,
    changes: { items: { to: countOf(count, 'item') }, ...changes },
  })
}
