import { asc, eq, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { lanes, platforms, runItems, runs } from '#db/schema/index.ts'
import { type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { connectorFor } from '#lib/platforms/index.ts'
import { runIdSchema, type Verdict } from '../schema.ts'
import type { RunView } from '../views.ts'
import { PACE_LIMITS } from './pace.ts'
import { runCauses } from './run-causes.ts'
import { runOutcome } from './run-outcome.ts'
import { isFinal, laneCounts, noCounts, runRows } from './run-rows.ts'

/** The rate is that of the last so many seconds. */
const RATE_SECONDS = 20

/** One run: counts, rate, time left, lanes, causes of what failed, and how it ended. */
export async function getRun(ctx: Context, input: { runId: string }): Promise<RunView> {
  requirePermission(ctx, 'syncs.read')
  return readRunView(ctx, parseInput(runIdSchema, input).runId)
}

/** The view of a run, for verbs that have checked the permission. */
export async function readRunView({ db }: Context, runId: string): Promise<RunView> {
  const [found] = await db
    .select({ run: runs, platform: platforms })
    .from(runs)
    .leftJoin(platforms, eq(platforms.id, runs.platformId))
    .where(eq(runs.id, runId))
  if (found === undefined) throw notFound('The synchronization')
  const { run, platform } = found
  const [row] = await runRows(db, [run])
  if (row === undefined) throw notFound('The synchronization')
  const finished = Object.entries(row.counts).reduce(
    (sum, [verdict, count]) => (isFinal(verdict as Verdict) ? sum + count : sum),
    0,
  )
  const itemsPerSecond = run.endedAt === null && run.pausedAt === null ? await rateOf(db, runId) : null
  const begun = run.startedAt ?? run.confirmedAt
  return {
    ...row,
    revision: run.revision,
    cancelRequested: run.cancelRequestedAt !== null,
    finished,
    elapsedMs: Math.max(0, (run.endedAt ?? new Date()).getTime() - begun.getTime()),
    itemsPerSecond,
    secondsLeft: itemsPerSecond === null ? null : Math.ceil((row.total - finished) / itemsPerSecond),
    ...(await lanesOf(db, runId)),
    causes: await runCauses(db, runId),
    link: platform === null ? null : connectorFor(platform.kind).link(linkSource(platform)),
    outcome: run.endedAt === null ? null : runOutcome(row),
  }
}

function linkSource({ baseUrl, webUrl }: { baseUrl: string; webUrl: string | null }) {
  return { baseUrl, ...(webUrl !== null && { webUrl }) }
}

/** Items that were worked and ended, a second; null when none did lately. */
async function rateOf(db: Database, runId: string): Promise<number | null> {
  const [row] = await db
    .select({
      ended: sql<number>`count(*)`.mapWith(Number),
      seconds:
        sql<number>`least(${RATE_SECONDS}, extract(epoch from clock_timestamp() - min(${runItems.startedAt})))`.mapWith(
          Number,
        ),
    })
    .from(runItems)
    .where(
      sql`${runItems.runId} = ${runId} and ${runItems.startedAt} is not null and ${runItems.endedAt} > clock_timestamp() - make_interval(secs => ${RATE_SECONDS})`,
    )
  if (row === undefined || row.ended === 0) return null
  return Math.round((row.ended / Math.max(0.5, row.seconds)) * 10) / 10 || null
}

async function lanesOf(db: Database, runId: string): Promise<Pick<RunView, 'lanes' | 'parallel' | 'parallelMost'>> {
  const found = await db.select().from(lanes).where(eq(lanes.runId, runId)).orderBy(asc(lanes.namespaceName))
  const counts = await laneCounts(db, runId)
  const paces = found.flatMap(({ status, parallel }) => (status === 'running' && parallel !== null ? [parallel] : []))
  return {
    parallel: paces.length === 0 ? null : Math.max(...paces),
    parallelMost: PACE_LIMITS.most,
    lanes: found.map(({ id, namespaceId, namespaceName, status, message }) => {
      const of = counts.get(id) ?? noCounts()
      const total = Object.values(of).reduce((sum, count) => sum + count, 0)
      return { id, namespaceId, namespaceName, status, message, total, counts: of }
    }),
  }
}
