import type { Database } from '#db/client.ts'
import { FerryError, log } from '#lib/core/index.ts'
import { type ItemFailure, type OpenPlatform, PlatformError, platformConnection } from '#lib/platforms/index.ts'
import { withLease } from '#lib/queue/index.ts'
import {
  countFault,
  endLane,
  failLane,
  LaneLost,
  releaseLane,
  type TakenLane,
  takeLane,
  waitingLaneGroup,
} from './lane-record.ts'
import { runPass } from './run-pass.ts'

/** How long a lane waits for another one of its group before it goes back into the queue. */
const WAIT_FOR_GROUP_MS = 20_000
/** A lane that breaks off for a fault of our own so often is given up. */
const MOST_FAULTS = 5
/** Ways through a lane whose place somebody moves again and again. */
const MOST_PASSES = 4

/**
 * Works one lane to its end, alone in its group. `again` when this process stops or the group is busy: the rest waits for whoever
 * comes next. What an earlier worker has done is not done again.
 */
export async function workLane(db: Database, laneId: string, soft: AbortSignal): Promise<undefined | 'again'> {
  const group = await waitingLaneGroup(db, laneId)
  if (group === undefined) return
  if (soft.aborted) return 'again'
  try {
    return await withLease(db, group, { waitMs: WAIT_FOR_GROUP_MS, signal: soft }, (lost) =>
      workAlone(db, laneId, soft, lost),
    )
  } catch (error) {
    if (soft.aborted || (error instanceof FerryError && error.code === 'lease_busy')) return 'again'
    throw error
  }
}

async function workAlone(
  db: Database,
  laneId: string,
  soft: AbortSignal,
  lost: AbortSignal,
): Promise<undefined | 'again'> {
  const lane = await takeLane(db, laneId)
  if (lane === undefined) return
  try {
    const failure = await workThrough(db, lane, soft, lost)
    if (failure === 'stopped') {
      await releaseLane(db, lane)
      return 'again'
    }
    if (failure !== undefined) await failLane(db, lane, failure)
    await endLane(db, lane)
  } catch (error) {
    // The lease or the lane went to another worker, who goes on from what is written down.
    if (error instanceof LaneLost || lost.aborted) {
      log.warn({ err: error, laneId }, 'lane lost')
      return
    }
    if ((await countFault(db, lane)) < MOST_FAULTS) throw error
    log.error({ err: error, laneId }, 'lane given up')
    await failLane(db, lane, {
      code: 'bug',
      message: 'This failed inside MCP Ferry, again and again.',
      nextStep: 'retry',
    })
    await endLane(db, lane)
  }
}

/** Passes through the lane until nothing waits; the reason when it cannot be worked at all. */
async function workThrough(
  db: Database,
  lane: TakenLane,
  soft: AbortSignal,
  lost: AbortSignal,
): Promise<undefined | 'stopped' | ItemFailure> {
  const { namespace, platform } = lane
  if (namespace === null || platform === null)
    return { code: 'namespace_gone', message: 'The namespace has been removed here meanwhile.', nextStep: 'none' }
  try {
    const opened: OpenPlatform = await platformConnection({ db }, platform.id)
    for (let pass = 1; pass <= MOST_PASSES; pass += 1) {
      const outcome = await runPass({ db, lane, namespace, platform: opened, soft, lost })
      if (outcome === 'stopped') return 'stopped'
      if (outcome === 'done' && (await endLane(db, lane))) return
    }
    return {
      code: 'place_lost',
      message: 'Somebody switches this account to another namespace again and again.',
      nextStep: 'platform',
    }
  } catch (error) {
    if (!(error instanceof FerryError) || lost.aborted) throw error
    if (soft.aborted) return 'stopped'
    const said = error instanceof PlatformError ? error : undefined
    return {
      code: error.code,
      message: error.message,
      nextStep: said?.nextStep ?? 'platform',
      ...(said?.platformSaid !== undefined && { platformSaid: said.platformSaid }),
    }
  }
}
