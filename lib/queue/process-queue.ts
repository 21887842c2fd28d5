import type { PgBoss } from 'pg-boss'

/** The queue of this process. */
export interface ProcessQueue {
  boss: PgBoss
  /** Aborted when the process stops: handlers return early. */
  stopping: AbortController
}

const PROCESS = Symbol.for('mcp-ferry.queue')
type Holder = { [PROCESS]?: ProcessQueue | undefined }

/** The queue that was started in this process, in whichever of its module graphs; undefined before and after. */
export function processQueue(): ProcessQueue | undefined {
  return (globalThis as Holder)[PROCESS]
}

/** Remembers the queue of this process, or forgets it. */
export function setProcessQueue(queue: ProcessQueue | undefined): void {
  ;(globalThis as Holder)[PROCESS] = queue
}
