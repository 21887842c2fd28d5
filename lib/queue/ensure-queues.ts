import type { PgBoss, Queue } from 'pg-boss'
import { HEARTBEAT_SECONDS, type JobDefinition } from './job.ts'

/** Makes the queues of the definitions, and changes those that an older release of ours made otherwise. */
export async function ensureQueues(boss: PgBoss, definitions: readonly JobDefinition[]): Promise<void> {
  const known = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]))
  for (const { name, queue, schedule } of definitions) {
    const options = {
      retryLimit: queue?.retryLimit ?? 2,
      retryDelay: queue?.retryDelaySeconds ?? 0,
      retryBackoff: queue?.retryBackoff ?? false,
      expireInSeconds: queue?.expireInSeconds ?? 900,
      // What was done stands in our own tables; finished jobs need no long memory.
      deleteAfterSeconds: 3600,
      notify: true,
    }
    const heartbeatSeconds = queue?.heartbeat === true ? HEARTBEAT_SECONDS : undefined
    const found = known.get(name)
    if (found === undefined)
      await boss.createQueue(name, {
        ...options,
        ...(heartbeatSeconds !== undefined && { heartbeatSeconds }),
        policy: schedule === undefined ? 'standard' : 'stately',
      })
    else if (differs(found, { ...options, heartbeatSeconds }))
      await boss.updateQueue(name, { ...options, heartbeatSeconds: heartbeatSeconds ?? null })
  }
}

/** A start that finds everything as it should be writes nothing: there may be hundreds of them a minute. */
function differs(found: Queue, wanted: { [name in keyof Queue]?: Queue[name] | undefined }): boolean {
  return Object.entries(wanted).some(([name, value]) => (found[name as keyof Queue] ?? undefined) !== value)
}

/** Sets the schedules of the definitions, and takes away those of jobs that are no more. */
export async function ensureSchedules(boss: PgBoss, definitions: readonly JobDefinition[]): Promise<void> {
  const wanted = new Map(definitions.flatMap(({ name, schedule }) => (schedule ? [[name, schedule.cron]] : [])))
  const known = new Map((await boss.getSchedules()).map(({ name, cron }) => [name, cron]))
  for (const name of known.keys()) if (!wanted.has(name)) await boss.unschedule(name)
  for (const [name = '', cron = ''] of wanted)
    if (known.get(name) !== cron) await boss.schedule(name, cron, {}, { tz: 'UTC' })
}
