import type { DatabaseConnection } from '#db/client.ts'
import { callJobs } from '#lib/calls/index.ts'
import { gatewayJobs } from '#lib/gateway/index.ts'
import { platformJobs } from '#lib/platforms/index.ts'
import {
  type JobDefinition,
  sendScheduled,
  startQueue,
  startQueueOnDemand,
  stopQueue,
  takeSent,
  type WorkDone,
  workQueueUntil,
} from '#lib/queue/index.ts'
import { registryJobs } from '#lib/registry/index.ts'
import { serviceJobs } from '#lib/services/index.ts'
import { rollTokens, syncJobs } from '#lib/sync/index.ts'
import { tokenJobs } from '#lib/tokens/index.ts'

/** Every kind of job that the product has. */
const JOBS: readonly JobDefinition[] = [
  ...syncJobs,
  ...serviceJobs,
  ...platformJobs,
  ...registryJobs,
  ...gatewayJobs,
  ...callJobs,
  ...tokenJobs(rollTokens),
]

export interface Workers {
  /** Takes no more work, finishes or hands back what runs (within `timeoutMs`, default 20,000), and closes. */
  stop(limits?: { timeoutMs?: number }): Promise<void>
}

/** Starts the queue of this process and, unless `work` is false, begins to work its jobs. A process that only sends needs it too. */
export async function startWorkers(
  connection: DatabaseConnection,
  { work = true }: { work?: boolean } = {},
): Promise<Workers> {
  await startQueue(connection, JOBS, { work })
  return { stop: (limits) => stopQueue(limits) }
}

/**
 * For a process that lives from request to request: nothing is worked by itself, jobs can be sent, and the queue is opened when the first
 * one is. `workUntil` and `tick` then work.
 */
export function startWorkersOnDemand(connection: DatabaseConnection): void {
  startQueueOnDemand(connection, JOBS)
}

/** Works what waits until nothing does, or until the time `until` (unix milliseconds); the rest stays queued. */
export function workUntil(connection: DatabaseConnection, until: number): Promise<WorkDone> {
  return workQueueUntil(connection, JOBS, until)
}

/** Works as `workUntil` does if this process sent a job since the last time; else does nothing. */
export async function workIfSent(connection: DatabaseConnection, until: number): Promise<void> {
  if (takeSent()) await workUntil(connection, until)
}

/** What a cron calls in place of a process that keeps time: sends the jobs whose schedule came round, then works as `workUntil` does. */
export async function tick(connection: DatabaseConnection, until: number): Promise<WorkDone & { scheduled: string[] }> {
  const scheduled = await sendScheduled(connection.db, JOBS)
  return { scheduled, ...(await workUntil(connection, until)) }
}
