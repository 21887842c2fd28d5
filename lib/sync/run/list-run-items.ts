import { stringify } from 'csv-stringify/sync'
import { and, asc, count, desc, eq, gt, ilike, inArray, or } from 'drizzle-orm'
import type { z } from 'zod'
import { lanes, runItems, runs } from '#db/schema/index.ts'
import { type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import type { NextStep } from '#lib/platforms/index.ts'
import { listRunItemsSchema, runChangesSchema, runIdSchema } from '../schema.ts'
import type { RunChanges, RunItemView } from '../views.ts'
import { readRunView } from './get-run.ts'

/** A live page that fell behind further than this loads its list anew. */
const MOST_CHANGES = 500

const columns = { item: runItems, namespaceId: lanes.namespaceId }

/** One page of a run's items, filtered and cut by the database. */
export async function listRunItems(
  ctx: Context,
  input: z.input<typeof listRunItemsSchema>,
): Promise<{ rows: RunItemView[]; total: number }> {
  requirePermission(ctx, 'syncs.read')
  const { runId, verdicts, laneId, search, order, offset, limit } = parseInput(listRunItemsSchema, input)
  const like = `%${search.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
  const where = and(
    eq(runItems.runId, runId),
    verdicts && verdicts.length > 0 ? inArray(runItems.verdict, verdicts) : undefined,
    laneId === undefined ? undefined : eq(runItems.laneId, laneId),
    search.trim() === ''
      ? undefined
      : or(
          ilike(runItems.serviceName, like),
          ilike(runItems.serviceIdentifier, like),
          ilike(runItems.namespaceName, like),
        ),
  )
  const found = await ctx.db
    .select(columns)
    .from(runItems)
    .innerJoin(lanes, eq(lanes.id, runItems.laneId))
    .where(where)
    .orderBy(
      ...(order === 'newest'
        ? [desc(runItems.revision), asc(runItems.namespaceName), asc(runItems.position)]
        : [asc(runItems.namespaceName), asc(runItems.laneId), asc(runItems.position)]),
    )
    .limit(limit)
    .offset(offset)
  const [total] = await ctx.db.select({ total: count() }).from(runItems).where(where)
  return { rows: found.map(itemView), total: total?.total ?? 0 }
}

/** What changed in a run since a revision; one cheap question when nothing did. */
export async function runChanges(ctx: Context, input: z.input<typeof runChangesSchema>): Promise<RunChanges> {
  requirePermission(ctx, 'syncs.read')
  const { runId, sinceRevision } = parseInput(runChangesSchema, input)
  const [run] = await ctx.db.select({ revision: runs.revision }).from(runs).where(eq(runs.id, runId))
  if (run === undefined) throw notFound('The synchronization')
  if (run.revision <= sinceRevision) return { revision: run.revision, run: null, items: [] }
  // The run first: an item that changes in between then comes once more with the next question, and is never missed.
  const view = await readRunView(ctx, runId)
  const found = await ctx.db
    .select(columns)
    .from(runItems)
    .innerJoin(lanes, eq(lanes.id, runItems.laneId))
    .where(and(eq(runItems.runId, runId), gt(runItems.revision, sinceRevision)))
    .orderBy(desc(runItems.revision))
    .limit(MOST_CHANGES)
  return { revision: view.revision, run: view, items: found.map(itemView) }
}

/** All items of a run as CSV, as they were planned. */
export async function runCsv(ctx: Context, input: { runId: string }): Promise<string> {
  requirePermission(ctx, 'syncs.read')
  const { runId } = parseInput(runIdSchema, input)
  const found = await ctx.db
    .select(columns)
    .from(runItems)
    .innerJoin(lanes, eq(lanes.id, runItems.laneId))
    .where(eq(runItems.runId, runId))
    .orderBy(asc(runItems.namespaceName), asc(runItems.laneId), asc(runItems.position))
  const rows = found.map(itemView)
  return stringify(
    rows.map(
      ({
        service,
        namespaceName,
        action,
        verdict,
        code,
        reason,
        platformSaid,
        toolsThere,
        toolsOfService,
        attempt,
        startedAt,
        endedAt,
        ms,
      }) => [
        service.name,
        service.identifier,
        namespaceName,
        action,
        verdict,
        code,
        reason,
        platformSaid,
        toolsThere,
        toolsOfService,
        attempt + 1,
        startedAt,
        endedAt,
        ms,
      ],
    ),
    {
      header: true,
      columns: [
        'service',
        'identifier',
        'namespace',
        'action',
        'verdict',
        'code',
        'reason',
        'platform said',
        'tools there',
        'tools of service',
        'attempt',
        'started',
        'ended',
        'ms',
      ],
      escape_formulas: true,
    },
  )
}

function itemView({
  item,
  namespaceId,
}: {
  item: typeof runItems.$inferSelect
  namespaceId: string | null
}): RunItemView {
  return {
    id: item.id,
    laneId: item.laneId,
    service: {
      id: item.serviceId ?? '',
      name: item.serviceName,
      identifier: item.serviceIdentifier,
      iconEmoji: item.iconEmoji,
      iconColor: item.iconColor,
      gone: item.serviceId === null,
    },
    namespaceId,
    namespaceName: item.namespaceName,
    action: item.action,
    verdict: item.verdict,
    code: item.code,
    reason: item.reason,
    nextStep: item.nextStep as NextStep | null,
    platformSaid: item.platformSaid,
    toolsThere: item.toolsThere,
    toolsOfService: item.toolsOfService,
    tokenMode: item.tokenMode,
    attempt: item.attempt,
    startedAt: item.startedAt?.toISOString() ?? null,
    endedAt: item.endedAt?.toISOString() ?? null,
    ms: item.ms,
    revision: item.revision,
  }
}
