import { setTimeout as sleep } from 'node:timers/promises'
import type { Job, PgBoss } from 'pg-boss'
import type { DatabaseConnection } from '#db/client.ts'
import { log } from '#lib/core/index.ts'
import type { JobDefinition } from './job.ts'

interface Handling {
  boss: PgBoss
  connection: DatabaseConnection
  definition: JobDefinition
  /** As pg-boss hands it over; its signal is aborted when the job was given to somebody else. */
  job: Pick<Job<object>, 'data' | 'signal' | 'groupId'>
  /** Aborted when this process stops. */
  stopping: AbortSignal
  /** Begin at once what a schedule would have begin a little later by chance: for who is paid by the second. */
  atOnce?: boolean
}

/** Has one job done by its handler, and sends what it leaves again. Throws what the handler throws, for the queue to note. */
export async function handleJob({ boss, connection, definition, job, stopping, atOnce }: Handling): Promise<void> {
  const signal = AbortSignal.any([job.signal, stopping])
  if (atOnce !== true) await jitter(definition, signal)
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

async function jitter({ schedule }: JobDefinition, signal: AbortSignal): Promise<void> {
  if (schedule?.jitterSeconds === undefined) return
  await sleep(Math.random() * schedule.jitterSeconds * 1000, undefined, { signal }).catch(() => {})
}
