import { randomUUID } from 'node:crypto'
import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { lanes, namespaces, platforms, runItems, runs } from '#db/schema/index.ts'
import type { ItemFailure } from '#lib/platforms/index.ts'
import type { NamespaceRow, PlatformRow } from '../draft/load-draft.ts'
import { bumpRun, finishRunIfDone } from './run-record.ts'

export type ItemRow = typeof runItems.$inferSelect

/** A lane that this worker has taken. `holder` is its right to write about it. */
export interface TakenLane {
  id: string
  runId: string
  holder: string
  confirmedBy: string
  /** Null when it was removed here meanwhile. */
  namespace: NamespaceRow | null
  platform: PlatformRow | null
  /** Set as soon as it is seen that somebody has paused the run: nothing new is begun. */
  paused: boolean
}

/** Another worker has taken the lane: this one writes nothing more. */
export class LaneLost extends Error {}

/** The group of a lane that has work now; undefined when it has none, is gone or its run is paused. */
export async function waitingLaneGroup(db: Database, laneId: string): Promise<string | undefined> {
  const [lane] = await db
    .select({ groupKey: lanes.groupKey })
    .from(lanes)
    .innerJoin(runs, eq(runs.id, lanes.runId))
    .where(and(eq(lanes.id, laneId), ne(lanes.status, 'done'), isNull(runs.pausedAt)))
  return lane?.groupKey
}

/** Takes a lane: from now on whoever had it before is refused. Undefined when there is nothing to do. */
export async function takeLane(db: Database, laneId: string): Promise<TakenLane | undefined> {
  const holder = randomUUID()
  return db.transaction(async (tx) => {
    const [found] = await tx.select({ runId: lanes.runId }).from(lanes).where(eq(lanes.id, laneId))
    if (found === undefined) return undefined
    await bumpRun(tx, found.runId)
    const [lane] = await tx
      .update(lanes)
      .set({
        status: 'running',
        holder,
        startedAt: sql`coalesce(${lanes.startedAt}, clock_timestamp())`,
        endedAt: null,
      })
      .where(and(eq(lanes.id, laneId), inArray(lanes.status, ['waiting', 'running'])))
      .returning()
    if (lane === undefined) return undefined
    const [run] = await tx
      .update(runs)
      .set({ status: 'running', startedAt: sql`coalesce(${runs.startedAt}, clock_timestamp())`, endedAt: null })
      .where(eq(runs.id, lane.runId))
      .returning()
    const [place] =
      lane.namespaceId === null
        ? []
        : await tx
            .select({ namespace: namespaces, platform: platforms })
            .from(namespaces)
            .innerJoin(platforms, eq(platforms.id, namespaces.platformId))
            .where(eq(namespaces.id, lane.namespaceId))
    return {
      id: lane.id,
      runId: lane.runId,
      holder,
      confirmedBy: run?.confirmedBy ?? '',
      namespace: place?.namespace ?? null,
      platform: place?.platform ?? null,
      paused: false,
    }
  })
}

/** Begins a change of a lane in `tx`: counts the revision up and makes sure that the lane is still ours. */
export async function changeLane(tx: Database, lane: Pick<TakenLane, 'id' | 'runId' | 'holder'>): Promise<number> {
  const revision = await bumpRun(tx, lane.runId)
  const [row] = await tx.select({ holder: lanes.holder }).from(lanes).where(eq(lanes.id, lane.id))
  if (row?.holder !== lane.holder) throw new LaneLost('another worker has taken the lane')
  return revision
}

/** The items that are not at their end: waiting, begun by a worker that died, or of unknown outcome. */
export function openItems(db: Database, laneId: string): Promise<ItemRow[]> {
  return db
    .select()
    .from(runItems)
    .where(and(eq(runItems.laneId, laneId), inArray(runItems.verdict, ['waiting', 'running', 'unknown'])))
    .orderBy(asc(runItems.position))
}

/** Gives the lane back with its rest, for whoever comes next. */
export async function releaseLane(db: Database, lane: TakenLane): Promise<void> {
  await db.transaction(async (tx) => {
    await changeLane(tx, lane)
    await tx.update(lanes).set({ status: 'waiting', holder: null }).where(eq(lanes.id, lane.id))
  })
}

/** Ends the lane, and the run with the last one. False when items have come to wait again meanwhile. */
export async function endLane(db: Database, lane: TakenLane): Promise<boolean> {
  return db.transaction(async (tx) => {
    await changeLane(tx, lane)
    const [waiting] = await tx
      .select({ id: runItems.id })
      .from(runItems)
      .where(and(eq(runItems.laneId, lane.id), inArray(runItems.verdict, ['waiting', 'running'])))
      .limit(1)
    if (waiting !== undefined) return false
    await tx
      .update(lanes)
      .set({ status: 'done', holder: null, parallel: null, endedAt: sql`clock_timestamp()` })
      .where(eq(lanes.id, lane.id))
    await finishRunIfDone(tx, lane.runId)
    return true
  })
}

/** Fails everything that still waits in the lane for one reason; what was begun and not settled is of unknown outcome. */
export async function failLane(db: Database, lane: TakenLane, failure: ItemFailure): Promise<void> {
  const said = {
    code: failure.code,
    reason: failure.message,
    nextStep: failure.nextStep,
    platformSaid: failure.platformSaid ?? null,
  }
  await db.transaction(async (tx) => {
    const revision = await changeLane(tx, lane)
    const ended = { endedAt: sql`clock_timestamp()`, revision }
    await tx
      .update(runItems)
      .set({ ...said, ...ended, verdict: 'failed' })
      .where(and(eq(runItems.laneId, lane.id), eq(runItems.verdict, 'waiting')))
    await tx
      .update(runItems)
      .set({ ...said, ...ended, verdict: 'unknown', nextStep: 'retry' })
      .where(and(eq(runItems.laneId, lane.id), inArray(runItems.verdict, ['running', 'unknown'])))
    await tx.update(lanes).set({ code: failure.code, message: failure.message }).where(eq(lanes.id, lane.id))
  })
}

/** Counts a fault of our own in this lane and returns how many there were. */
export async function countFault(db: Database, lane: TakenLane): Promise<number> {
  const [row] = await db
    .update(lanes)
    .set({ faults: sql`${lanes.faults} + 1` })
    .where(and(eq(lanes.id, lane.id), eq(lanes.holder, lane.holder)))
    .returning({ faults: lanes.faults })
  return row?.faults ?? 0
}
