import { after } from 'next/server'
import type { DatabaseConnection } from '#db/client.ts'
import { environment, log, runsServerless } from '#lib/core/index.ts'
import { workIfSent, workUntil } from '#lib/worker/index.ts'
import { serverDatabase } from './database.ts'
import { functionDeadline } from './function-time.ts'

/** How often a stream that stands looks for work. */
const LOOK_MS = 3000

/** Whether requests have to do the work, because no process of ours stays. */
function requestsWork(): boolean {
  return runsServerless() && environment().WORKERS === 'inline'
}

/** Where no process of ours stays: works what this request queues, once it is answered, as long as its function may live. */
export async function workAfterwards(): Promise<void> {
  if (!requestsWork()) return
  const connection = await serverDatabase()
  const until = functionDeadline()
  after(() => workIfSent(connection, until).catch(tellFault))
}

/**
 * Where no process of ours stays: lets a response that stands for long do work beside. Call what is returned now and then; what is begun
 * goes on when the reader leaves, as long as the function may live.
 */
export function workBeside(connection: DatabaseConnection, until: number): () => void {
  if (!requestsWork()) return () => {}
  let working: Promise<void> | undefined
  let lookedAt = 0
  after(() => working)
  return () => {
    const now = Date.now()
    if (working !== undefined || now - lookedAt < LOOK_MS || now >= until) return
    lookedAt = now
    working = workUntil(connection, until)
      .then(() => undefined, tellFault)
      .finally(() => {
        working = undefined
      })
  }
}

function tellFault(error: unknown): void {
  // The jobs stay queued: the next request or tick has them.
  log.error({ err: error }, 'work was broken off')
}
