import type { PgBoss } from 'pg-boss'
import type { DatabaseConnection } from '#db/client.ts'
import { createBoss } from './boss.ts'
import { ensureQueues, ensureSchedules } from './ensure-queues.ts'
import { handleJob } from './handle-job.ts'
import { HEARTBEAT_REFRESH_SECONDS, type JobDefinition } from './job.ts'
import { type ProcessQueue, processQueue, setProcessQueue, setQueueOnDemand } from './process-queue.ts'
import { recoverEmbedded } from './recover-embedded.ts'

/** Seconds between two looks into a queue: without notifications, and beside them. Each look costs the database some milliseconds. */
const POLL_SECONDS = 1
const POLL_BESIDE_NOTIFICATIONS_SECONDS = 10
/** Nobody is notified of a job that comes back from a silent worker, nor of a group that became free in another process. */
const POLL_FOR_WHAT_COMES_BACK_SECONDS = 2

/**
 * Starts the queue of this process: makes the queues and schedules of the definitions and, with `work`, begins to work them.
 * With `work: false` the process only sends. Starting it twice is a fault of the caller.
 */
export async function startQueue(
  connection: DatabaseConnection,
  definitions: readonly JobDefinition[],
  { work }: { work: boolean },
): Promise<void> {
  if (processQueue() !== undefined) throw new Error('the queue of this process is started already')
  const queue = { boss: createBoss(connection), stopping: new AbortController() }
  setProcessQueue(queue)
  try {
    await openQueue(queue, connection, definitions)
    if (work)
      for (const definition of definitions) await workQueue(queue.boss, connection, definition, queue.stopping.signal)
  } catch (error) {
    setProcessQueue(undefined)
    await queue.boss.stop({ graceful: false }).catch(() => {})
    throw error
  }
}

/**
 * Lets the queue of this process be started when it is first needed, for a process that lives from request to request: it only sends,
 * and works nothing by itself (`workQueueUntil` does).
 */
export function startQueueOnDemand(connection: DatabaseConnection, definitions: readonly JobDefinition[]): void {
  setQueueOnDemand(async () => {
    const queue = { boss: createBoss(connection, { onDemand: true }), stopping: new AbortController() }
    try {
      await openQueue(queue, connection, definitions)
    } catch (error) {
      await queue.boss.stop({ graceful: false }).catch(() => {})
      throw error
    }
    setProcessQueue(queue)
    return queue
  })
}

async function openQueue(
  { boss }: ProcessQueue,
  connection: DatabaseConnection,
  definitions: readonly JobDefinition[],
): Promise<void> {
  await boss.start({ attempts: 5 })
  if (connection.driver.kind === 'embedded') await recoverEmbedded(connection.driver.pglite)
  await ensureQueues(boss, definitions)
  await ensureSchedules(boss, definitions)
}

/**
 * Stops the queue of this process: takes no more jobs, tells handlers to return early, waits for them up to `timeoutMs`,
 * gives the rest back, closes its connections. Does nothing when it was not started.
 */
export async function stopQueue({ timeoutMs = 20_000 }: { timeoutMs?: number } = {}): Promise<void> {
  const queue = processQueue()
  if (queue === undefined) return setProcessQueue(undefined)
  queue.stopping.abort(new Error('the process stops'))
  await queue.boss.stop({ graceful: true, timeout: timeoutMs })
  setProcessQueue(undefined)
}

async function workQueue(
  boss: PgBoss,
  connection: DatabaseConnection,
  definition: JobDefinition,
  stopping: AbortSignal,
): Promise<void> {
  const comesBack = definition.queue?.heartbeat === true || definition.onePerGroup === true
  const options = {
    pollingIntervalSeconds: POLL_SECONDS,
    notifyPollingIntervalSeconds: comesBack ? POLL_FOR_WHAT_COMES_BACK_SECONDS : POLL_BESIDE_NOTIFICATIONS_SECONDS,
    ...(definition.queue?.heartbeat === true && { heartbeatRefreshSeconds: HEARTBEAT_REFRESH_SECONDS }),
    ...(definition.onePerGroup === true && { groupConcurrency: 1 }),
  }
  // pg-boss takes one job a poll and worker: each one is a worker of its own, and looks for the next as soon as it has finished. So it
  // takes what its group held back, too.
  for (let taken = 0; taken < (definition.parallel ?? 1); taken += 1) {
    const id: string = await boss.work<object>(definition.name, options, async ([job]) => {
      if (job !== undefined)
        await handleJob({ boss, connection, definition, job, stopping }).finally(() => boss.notifyWorker(id))
    })
  }
}
