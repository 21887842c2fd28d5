export type { JobDefinition } from './job.ts'
export { withLease } from './lease.ts'
export { sendJob } from './send-job.ts'
export { startQueue, stopQueue } from './start-queue.ts'
