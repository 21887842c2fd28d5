import { eq, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { namespaces, platforms } from '#db/schema/index.ts'
import type { NamespaceHandle, ObservedProvider, OpenPlatform } from '#lib/platforms/index.ts'
import type { NamespaceRow } from '../draft/load-draft.ts'
import { needsBaseline, rememberBaselines } from './baseline.ts'
import { type PaceGate, paceGate } from './lane-pace.ts'
import type { Pass } from './lane-pass.ts'
import { type ItemRow, openItems, type TakenLane } from './lane-record.ts'
import { patiently } from './patiently.ts'
import { repairPlace } from './repair-place.ts'
import { workItem } from './work-item.ts'

/** Waits before opening or listing a namespace is tried again. */
const LANE_WAITS = [1000, 3000, 9000]
/** Rounds in which items of unknown outcome are looked up, each with one list. */
const LOOK_UPS = 2
/** After so many items it is asked whether the account is still where we put it. */
const PLACE_EVERY = 10

interface PassContext {
  db: Database
  lane: TakenLane
  namespace: NamespaceRow
  platform: OpenPlatform
  soft: AbortSignal
  lost: AbortSignal
}

/**
 * One way through a lane: opens its namespace, looks once, works what is open, looks unknown outcomes up, and makes sure that all of
 * it happened in the right place. `moved` when somebody switched the account away under us: the rest needs another pass.
 */
export async function runPass(context: PassContext): Promise<'done' | 'stopped' | 'moved'> {
  const { db, lane, namespace, platform, soft, lost } = context
  const items = await openItems(db, lane.id)
  if (items.length === 0) return 'done'
  const gate = paceGate(platform.id, platform.pace.parallel)
  const measured: number[] = []
  const handle = await patiently(
    () => platform.connector.openNamespace(platform.connection, namespace.remoteId, lost),
    { waits: LANE_WAITS, signal: soft, repeatable: true },
  )
  try {
    const pass: Pass = {
      ...{ db, lane, handle, gate, soft, lost },
      measure: (step, ms) => {
        if (step.do === 'create' || step.do === 'update') measured.push(ms)
      },
    }
    let observed = await observe(context, handle)
    const place = placeOf(handle, lost)
    let unknown = await workAll(pass, items, observed, place, (item) => ({ lost: item.verdict !== 'waiting' }))
    for (let round = 1; round <= LOOK_UPS && unknown.length > 0 && !soft.aborted; round += 1) {
      observed = await observe(context, handle)
      const final = round === LOOK_UPS
      unknown = await workAll(pass, unknown, observed, place, () => ({ lost: true, final }))
    }
    if (!soft.aborted && (await needsBaseline(db, namespace.id)))
      await rememberBaselines(db, namespace.id, await observe(context, handle))
    await rememberPace(context, gate, measured)
    if (await place.moved()) {
      await repairPlace(context, items)
      return 'moved'
    }
    return soft.aborted ? 'stopped' : 'done'
  } finally {
    await handle.close()
  }
}

/** Works items in parallel, as many at a time as the pace allows; returns those of unknown outcome. */
async function workAll(
  pass: Pass,
  items: readonly ItemRow[],
  observed: readonly ObservedProvider[],
  place: Place,
  how: (item: ItemRow) => { lost: boolean; final?: boolean },
): Promise<ItemRow[]> {
  const queue = [...items]
  const unknown: ItemRow[] = []
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      // Widened by the pace while running: more begin only as the gate lets them.
      if (pass.soft.aborted || pass.lost.aborted || (await place.movedNow())) return
      const given = how(item)
      // A pause holds what is new; what was begun is brought to its end.
      if (pass.lane.paused && !given.lost) continue
      if ((await workItem(pass, item, observed, given)) === 'unknown') unknown.push(item)
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: Math.min(8, items.length) }, worker))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return unknown
}

interface Place {
  /** Asks now and then. */
  movedNow(): Promise<boolean>
  /** Asks for certain. */
  moved(): Promise<boolean>
}

function placeOf(handle: NamespaceHandle, lost: AbortSignal): Place {
  let count = 0
  let moved = false
  const ask = async () => {
    moved ||= !(await handle.verifyPlace(lost))
    return moved
  }
  return {
    movedNow: async () => {
      count += 1
      return count % PLACE_EVERY === 0 ? ask() : moved
    },
    moved: ask,
  }
}

/** One list, its cost and its count remembered. */
async function observe(context: PassContext, handle: NamespaceHandle): Promise<ObservedProvider[]> {
  const { db, namespace, platform, soft, lost } = context
  const asked = performance.now()
  const observed = await patiently(
    () => handle.observe({ expectedProviders: namespace.providerCount ?? 0, signal: lost }),
    { waits: LANE_WAITS, signal: soft, repeatable: true },
  )
  const listMsPerProvider = Math.round((performance.now() - asked) / Math.max(1, observed.length))
  await db
    .update(namespaces)
    .set({ providerCount: observed.length, countedAt: sql`now()` })
    .where(eq(namespaces.id, namespace.id))
  await mergePace(db, platform.id, { listMsPerProvider })
  return observed
}

async function rememberPace({ db, platform }: PassContext, gate: PaceGate, measured: readonly number[]): Promise<void> {
  const mean = measured.reduce((sum, ms) => sum + ms, 0) / measured.length
  await mergePace(db, platform.id, {
    parallel: gate.parallel,
    ...(measured.length > 0 && { createMs: Math.round(mean) }),
  })
}

async function mergePace(db: Database, platformId: string, learned: Record<string, number>): Promise<void> {
  await db
    .update(platforms)
    .set({ pace: sql`${platforms.pace} || ${JSON.stringify(learned)}::jsonb` })
    .where(eq(platforms.id, platformId))
}
