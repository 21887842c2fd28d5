import { z } from 'zod'
import type { Database } from '#db/client.ts'
import { type JobDefinition, sendJob } from '#lib/queue/index.ts'
import { workCheckAll } from './check-all.ts'
import { checkDueServices } from './check-due.ts'
import { runCheck } from './run-check.ts'

const oneCheckSchema = z.object({ serviceId: z.uuid() })
const checkAllSchema = z.object({ startedAt: z.iso.datetime() })

/** One service, soon: after it was added or its connection changed. */
const oneCheck: JobDefinition<z.infer<typeof oneCheckSchema>> = {
  name: 'service-check',
  queue: { expireInSeconds: 150 },
  parallel: 4,
  parse: (data) => oneCheckSchema.parse(data),
  handle: ({ db, data, signal }) => untilStopped(signal, () => runCheck(db, data.serviceId, signal)),
}

/** Every service, because somebody asked. */
const checkAll: JobDefinition<z.infer<typeof checkAllSchema>> = {
  name: 'service-check-all',
  queue: { expireInSeconds: 3600, heartbeat: true },
  parse: (data) => checkAllSchema.parse(data),
  handle: ({ db, data, signal }) => untilStopped(signal, () => workCheckAll(db, new Date(data.startedAt), signal)),
}

/** Those whose last check is an interval old, looked for every minute. */
const dueChecks: JobDefinition = {
  name: 'service-checks',
  queue: { retryLimit: 0, expireInSeconds: 120 },
  schedule: { cron: '* * * * *', jitterSeconds: 10 },
  parse: () => ({}),
  handle: async ({ db, signal }) => {
    // What a stopping process leaves is due at the next tick.
    await untilStopped(signal, () => checkDueServices(db, signal))
  },
}

/** A worker that stops gives the rest of the job back. */
async function untilStopped(signal: AbortSignal, work: () => Promise<unknown>): Promise<'again' | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    if (!signal.aborted) throw error
    return 'again'
  }
}

/** The jobs of this folder, for the worker. */
export const serviceJobs: JobDefinition[] = [oneCheck as JobDefinition, checkAll as JobDefinition, dueChecks]

/** Queues a check of one service, in the transaction that made it necessary. */
export function requestCheck(db: Database, serviceId: string): Promise<void> {
  return sendJob(db, oneCheck, { serviceId })
}

/** Queues the check of every service. */
export function requestCheckAll(db: Database, startedAt: Date): Promise<void> {
  return sendJob(db, checkAll, { startedAt: startedAt.toISOString() })
}
