import type { Job, PgBoss } from 'pg-boss'
import type { DatabaseConnection } from '#db/client.ts'
import { log } from '#lib/core/index.ts'
import { handleJob } from './handle-job.ts'
import { HEARTBEAT_REFRESH_SECONDS, type JobDefinition } from './job.ts'
import { neededQueue } from './process-queue.ts'

/** How long it waits, while something runs, before it looks for more and for workers that fell silent. */
const LOOK_MS = 1000

/** What was done until the deadline. */
export interface WorkDone {
  /** Jobs that were taken, those that failed among them. */
  worked: number
  failed: number
  /** Whether it ended at its deadline, so that more may wait. */
  cut: boolean
}

/**
 * Works what waits in the queues, for a process that lives from request to request: until nothing waits and nothing runs, or until the
 * time `until` (unix milliseconds), when it begins nothing more, has handlers hand back what they leave, and waits for that. Jobs of a
 * worker that fell silent are found and taken too.
 */
export async function workQueueUntil(
  connection: DatabaseConnection,
  definitions: readonly JobDefinition[],
  until: number,
): Promise<WorkDone> {
  const { boss, stopping } = await neededQueue()
  const done: WorkDone = { worked: 0, failed: 0, cut: false }
  // A timer of our own: one of AbortSignal.timeout alone would not keep the process from ending.
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(new Error('this function ends soon')), Math.max(0, until - Date.now()))
  const signal = AbortSignal.any([deadline.signal, stopping.signal])
  const running = new Map<JobDefinition, Set<Promise<void>>>(definitions.map((definition) => [definition, new Set()]))

  async function takeWhatFits(): Promise<void> {
    for (const [definition, jobs] of running) {
      while (!signal.aborted && jobs.size < (definition.parallel ?? 1)) {
        const job = await fetchOne(boss, definition)
        if (job === undefined) break
        done.worked += 1
        const work = workOne(boss, connection, definition, job, signal)
          .then((ok) => {
            if (!ok) done.failed += 1
          })
          .finally(() => jobs.delete(work))
        jobs.add(work)
      }
    }
  }

  try {
    while (!signal.aborted) {
      // Gives back what a worker that fell silent held; the queue itself sees to it that this is not done too often.
      await boss.supervise()
      await takeWhatFits()
      const working = [...running.values()].flatMap((jobs) => [...jobs])
      if (working.length === 0) return done
      await Promise.race([...working, pause(LOOK_MS, signal)])
    }
    done.cut = true
    await Promise.all([...running.values()].flatMap((jobs) => [...jobs]))
    return done
  } finally {
    clearTimeout(timer)
  }
}

async function fetchOne(boss: PgBoss, { name, onePerGroup }: JobDefinition): Promise<Job<object> | undefined> {
  const [job] = await boss.fetch<object>(name, onePerGroup === true ? { groupConcurrency: 1 } : {})
  return job
}

/** Does one job and tells the queue how it ended. Never throws: what can't be told, the queue finds out by itself. */
async function workOne(
  boss: PgBoss,
  connection: DatabaseConnection,
  definition: JobDefinition,
  fetched: Job<object>,
  stopping: AbortSignal,
): Promise<boolean> {
  const { name } = definition
  const claim = new AbortController()
  const beating =
    fetched.heartbeatSeconds === null
      ? undefined
      : setInterval(() => void beat(boss, fetched, claim), HEARTBEAT_REFRESH_SECONDS * 1000)
  const job = { data: fetched.data, groupId: fetched.groupId ?? null, signal: claim.signal }
  try {
    await handleJob({ boss, connection, definition, job, stopping, atOnce: true })
    await boss.complete(name, fetched)
    return true
  } catch (error) {
    await boss.fail(name, fetched, error as object).catch((err: unknown) => log.warn({ err, job: name }, 'not told'))
    return false
  } finally {
    clearInterval(beating)
  }
}

/** Shows that this worker lives, or learns that the job went to somebody else meanwhile. */
async function beat(boss: PgBoss, job: Job<object>, claim: AbortController): Promise<void> {
  try {
    const { affected } = (await boss.touch(job.name, job)) as { affected?: number }
    if (affected === 0) claim.abort(new Error('the job was given to another worker'))
  } catch (error) {
    log.warn({ err: error, job: job.name }, 'no sign of life could be given')
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, ms)
    function end(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    signal.addEventListener('abort', end)
  })
}
