import type { PgBoss } from 'pg-boss'

/** The queue of this process. */
export interface ProcessQueue {
  boss: PgBoss
  /** Aborted when the process stops: handlers return early. */
  stopping: AbortController
}

const PROCESS = Symbol.for('mcp-ferry.queue')
const ON_DEMAND = Symbol.for('mcp-ferry.queue-on-demand')

interface OnDemand {
  start(): Promise<ProcessQueue>
  starting?: Promise<ProcessQueue>
}

type Holder = { [PROCESS]?: ProcessQueue | undefined; [ON_DEMAND]?: OnDemand | undefined }

/** The queue that was started in this process, in whichever of its module graphs; undefined before and after. */
export function processQueue(): ProcessQueue | undefined {
  return (globalThis as Holder)[PROCESS]
}

/** Remembers the queue of this process, or forgets it. */
export function setProcessQueue(queue: ProcessQueue | undefined): void {
  ;(globalThis as Holder)[PROCESS] = queue
  if (queue === undefined) delete (globalThis as Holder)[ON_DEMAND]
}

/** Says how the queue of this process is started once somebody needs it, until it is forgotten. Saying it again changes nothing. */
export function setQueueOnDemand(start: () => Promise<ProcessQueue>): void {
  ;(globalThis as Holder)[ON_DEMAND] ??= { start }
}

/** The queue of this process, started first where it is to be started on demand. Throws when nobody said that it is to be. */
export async function neededQueue(): Promise<ProcessQueue> {
  const started = processQueue()
  if (started !== undefined) return started
  const onDemand = (globalThis as Holder)[ON_DEMAND]
  if (onDemand === undefined) throw new Error('the queue of this process is not started')
  // One that failed is not remembered: the next one who needs it tries again.
  onDemand.starting ??= onDemand.start().finally(() => {
    delete onDemand.starting
  })
  return onDemand.starting
}

const SENT = Symbol.for('mcp-ferry.queue-sent')
type Sent = { [SENT]?: boolean }

/** Notes that this process sent a job. */
export function noteSent(): void {
  ;(globalThis as Sent)[SENT] = true
}

/** Whether this process sent a job since somebody asked last. */
export function takeSent(): boolean {
  const sent = (globalThis as Sent)[SENT] === true
  delete (globalThis as Sent)[SENT]
  return sent
}
