import { setTimeout as sleep } from 'node:timers/promises'
import type { Job, PgBoss } from 'pg-boss'
import type { DatabaseConnection } from '#db/client.ts'
import { log } from '#lib/core/index.ts'
import { createBoss } from './boss.ts'
import type { JobDefinition } from './job.ts'
import { processQueue, setProcessQueue } from './process-queue.ts'
import { recoverEmbedded } from './recover-embedded.ts'

/** pg-boss takes no shorter one. */
const HEARTBEAT_SECONDS = 10
const HEARTBEAT_REFRESH_SECONDS = 3
/** Seconds between two looks into a queue: without notifications, and beside them. */
const POLL_SECONDS = 1
const POLL_BESIDE_NOTIFICATIONS_SECONDS = 2
/** Nobody is notified when a group becomes free, so those queues are looked into more often. */
const POLL_FOR_GROUPS_SECONDS = 0.5

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
    await queue.boss.start({ attempts: 5 })
    if (connection.driver.kind === 'embedded') await recoverEmbedded(connection.driver.pglite)
    for (const definition of definitions) await ensureQueue(queue.boss, definition)
    await ensureSchedules(queue.boss, definitions)
    if (work)
      for (const definition of definitions) await workQueue(queue.boss, connection, definition, queue.stopping.signal)
  } catch (error) {
    setProcessQueue(undefined)
    await queue.boss.stop({ graceful: false }).catch(() => {})
    throw error
  }
}

/**
 * Stops the queue of this process: takes no more jobs, tells handlers to return early, waits for them up to `timeoutMs`,
 * gives the rest back, closes its connections. Does nothing when it was not started.
 */
export async function stopQueue({ timeoutMs = 20_000 }: { timeoutMs?: number } = {}): Promise<void> {
  const queue = processQueue()
  if (queue === undefined) return
  queue.stopping.abort(new Error('the process stops'))
  await queue.boss.stop({ graceful: true, timeout: timeoutMs })
  setProcessQueue(undefined)
}

async function ensureQueue(boss: PgBoss, { name, queue, schedule }: JobDefinition): Promise<void> {
  const options = {
    retryLimit: queue?.retryLimit ?? 2,
    retryDelay: queue?.retryDelaySeconds ?? 0,
    retryBackoff: queue?.retryBackoff ?? false,
    expireInSeconds: queue?.expireInSeconds ?? 900,
    // What was done stands in our own tables; finished jobs need no long memory.
    deleteAfterSeconds: 3600,
    notify: true,
  }
  await boss.createQueue(name, {
    ...options,
    ...(queue?.heartbeat === true && { heartbeatSeconds: HEARTBEAT_SECONDS }),
    policy: schedule === undefined ? 'standard' : 'stately',
  })
  // An older release of ours may have made it with other options.
  await boss.updateQueue(name, { ...options, heartbeatSeconds: queue?.heartbeat === true ? HEARTBEAT_SECONDS : null })
}

async function ensureSchedules(boss: PgBoss, definitions: readonly JobDefinition[]): Promise<void> {
  const wanted = new Map(definitions.flatMap(({ name, schedule }) => (schedule ? [[name, schedule.cron]] : [])))
  for (const { name } of await boss.getSchedules()) if (!wanted.has(name)) await boss.unschedule(name)
  for (const [name = '', cron = ''] of wanted) await boss.schedule(name, cron, {}, { tz: 'UTC' })
}

async function workQueue(
  boss: PgBoss,
  connection: DatabaseConnection,
  definition: JobDefinition,
  stopping: AbortSignal,
): Promise<void> {
  const options = {
    pollingIntervalSeconds: definition.onePerGroup === true ? POLL_FOR_GROUPS_SECONDS : POLL_SECONDS,
    notifyPollingIntervalSeconds:
      definition.onePerGroup === true ? POLL_FOR_GROUPS_SECONDS : POLL_BESIDE_NOTIFICATIONS_SECONDS,
    ...(definition.queue?.heartbeat === true && { heartbeatRefreshSeconds: HEARTBEAT_REFRESH_SECONDS }),
    ...(definition.onePerGroup === true && { groupConcurrency: 1 }),
  }
  const handle = async (job: Job<object>) => {
    const signal = AbortSignal.any([job.signal, stopping])
    await jitter(definition, signal)
    try {
      const data = definition.parse(job.data)
      const outcome = await definition.handle({ connection, db: connection.db, data, signal })
      // Sent before this one counts as done: dying in between leaves two, and handlers bear that.
      if (outcome === 'again')
        await boss.send(definition.name, job.data, job.groupId ? { group: { id: job.groupId } } : {})
    } catch (error) {
      log.error({ err: error, job: definition.name }, 'job failed')
      throw error
    }
  }
  // pg-boss takes one job a poll and worker: each one is a worker of its own, and looks for the next as soon as it has finished.
  for (let taken = 0; taken < (definition.parallel ?? 1); taken += 1) {
    const id: string = await boss.work<object>(definition.name, options, async ([job]) => {
      if (job !== undefined) await handle(job).finally(() => boss.notifyWorker(id))
    })
  }
}

async function jitter({ schedule }: JobDefinition, signal: AbortSignal): Promise<void> {
  if (schedule?.jitterSeconds === undefined) return
  await sleep(Math.random() * schedule.jitterSeconds * 1000, undefined, { signal }).catch(() => {})
}
