import type { DatabaseConnection } from '#db/client.ts'
import { callJobs } from '#lib/calls/index.ts'
import { gatewayJobs } from '#lib/gateway/index.ts'
import { platformJobs } from '#lib/platforms/index.ts'
import { type JobDefinition, startQueue, stopQueue } from '#lib/queue/index.ts'
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
  /** Takes no more work, finishes or hands back what runs, and closes. */
  stop(): Promise<void>
}

/** Starts the queue of this process and, unless `work` is false, begins to work its jobs. A process that only sends needs it too. */
export async function startWorkers(
  connection: DatabaseConnection,
  { work = true }: { work?: boolean } = {},
): Promise<Workers> {
  await startQueue(connection, JOBS, { work })
  return { stop: () => stopQueue() }
}
