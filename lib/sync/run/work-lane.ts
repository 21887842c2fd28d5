import type { Database } from '#db/client.ts'
import { FerryError, log } from '#lib/core/index.ts'
import {
  type ItemFailure,
  type OpenPlatform,
  PlatformError,
  platformConnection,
  recordRefusedPassword,
} from '#lib/platforms/index.ts'
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
/** A lane whose account is switched away under it so often is given up. */
const MOST_MOVES = 4

/**
 * Works one lane to its end, or until its run is paused, alone in its group. `again` when this process stops or the group is busy: the
 * rest waits for whoever comes next. What an earlier worker has done is not done again.
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
    const end = await workThrough(db, lane, soft, lost)
    if (end === 'ended') return
    if (end === 'stopped' || end === 'paused') {
      await releaseLane(db, lane)
      // Who resumes a run sends its lanes anew.
      return end === 'stopped' ? 'again' : undefined
    }
    await failLane(db, lane, end)
    return (await endLane(db, lane)) ? undefined : 'again'
  } catch (error) {
    // Another worker may have the lane now, or nobody: who comes next goes on from what is written down.
    if (error instanceof LaneLost || lost.aborted) {
      log.warn({ err: error, laneId }, 'lane lost')
      return 'again'
    }
    if ((await countFault(db, lane)) < MOST_FAULTS) throw error
    log.error({ err: error, laneId }, 'lane given up')
    await failLane(db, lane, {
      code: 'bug',
      message: 'This failed inside MCP Ferry, again and again.',
      nextStep: 'retry',
    })
    return (await endLane(db, lane)) ? undefined : 'again'
  }
}

/** Passes through the lane until nothing waits and it has ended; the reason when it cannot be worked at all. */
async function workThrough(
  db: Database,
  lane: TakenLane,
  soft: AbortSignal,
  lost: AbortSignal,
): Promise<'ended' | 'stopped' | 'paused' | ItemFailure> {
  const { namespace, platform } = lane
  if (namespace === null || platform === null)
    return { code: 'namespace_gone', message: 'The namespace has been removed here meanwhile.', nextStep: 'none' }
  try {
    const opened: OpenPlatform = await platformConnection({ db }, platform.id)
    let moves = 0
    while (moves < MOST_MOVES) {
      const outcome = await runPass({ db, lane, namespace, platform: opened, soft, lost })
      if (outcome === 'stopped') return 'stopped'
      if (outcome === 'moved') moves += 1
      // False when somebody has asked for a retry meanwhile.
      else if (await endLane(db, lane)) return 'ended'
      else if (lane.paused) return 'paused'
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
    if (said !== undefined) await recordRefusedPassword(db, platform.id, said)
    return {
      code: error.code,
      message: error.message,
      nextStep: said?.nextStep ?? 'platform',
      ...(said?.platformSaid !== undefined && { platformSaid: said.platformSaid }),
    }
  }
}
