import { inArray, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { lanes, runItems, type runs } from '#db/schema/index.ts'
import { VERDICTS, type Verdict } from '../schema.ts'
import type { RunRow } from '../views.ts'

type Counts = Record<Verdict, number>

export function noCounts(): Counts {
  return Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Counts
}

/** Whether nothing more happens to an item of this verdict by itself. */
export function isFinal(verdict: Verdict): boolean {
  return verdict !== 'waiting' && verdict !== 'running'
}

/** Items of runs by verdict, counted by the database. */
async function countsOf(db: Database, runIds: string[]): Promise<Map<string, Counts>> {
  const counts = new Map(runIds.map((id) => [id, noCounts()]))
  if (runIds.length === 0) return counts
  const rows = await db
    .select({ runId: runItems.runId, verdict: runItems.verdict, count: sql<number>`count(*)`.mapWith(Number) })
    .from(runItems)
    .where(inArray(runItems.runId, runIds))
    .groupBy(runItems.runId, runItems.verdict)
  for (const { runId, verdict, count } of rows) {
    const of = counts.get(runId)
    if (of !== undefined) of[verdict] = count
  }
  return counts
}

/** Runs as lists show them. */
export async function runRows(db: Database, found: (typeof runs.$inferSelect)[]): Promise<RunRow[]> {
  const ids = found.map(({ id }) => id)
  const counts = await countsOf(db, ids)
  const sizes =
    ids.length === 0
      ? []
      : await db
          .select({
            runId: runItems.runId,
            services: sql<number>`count(distinct ${runItems.serviceIdentifier})`.mapWith(Number),
            namespaces: sql<number>`count(distinct ${runItems.laneId})`.mapWith(Number),
          })
          .from(runItems)
          .where(inArray(runItems.runId, ids))
          .groupBy(runItems.runId)
  return found.map((run) => {
    const size = sizes.find(({ runId }) => runId === run.id)
    const of = counts.get(run.id) ?? noCounts()
    return {
      id: run.id,
      number: run.number,
      kind: run.kind,
      name: run.name,
      platformName: run.platformName,
      platformId: run.platformId,
      status: run.status,
      paused: run.pausedAt !== null,
      confirmedBy: run.confirmedBy,
      confirmedAt: run.confirmedAt.toISOString(),
      startedAt: run.startedAt?.toISOString() ?? null,
      endedAt: run.endedAt?.toISOString() ?? null,
      services: size?.services ?? 0,
      namespaces: size?.namespaces ?? 0,
      total: Object.values(of).reduce((sum, count) => sum + count, 0),
      counts: of,
    }
  })
}

/** Verdict counts of each lane of a run. */
export async function laneCounts(db: Database, runId: string): Promise<Map<string, Counts>> {
  const rows = await db
    .select({ laneId: lanes.id, verdict: runItems.verdict, count: sql<number>`count(*)`.mapWith(Number) })
    .from(runItems)
    .innerJoin(lanes, sql`${lanes.id} = ${runItems.laneId}`)
    .where(sql`${lanes.runId} = ${runId}`)
    .groupBy(lanes.id, runItems.verdict)
  const counts = new Map<string, Counts>()
  for (const { laneId, verdict, count } of rows) {
    const of = counts.get(laneId) ?? noCounts()
    of[verdict] = count
    counts.set(laneId, of)
  }
  return counts
}
