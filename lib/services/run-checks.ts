import pLimit from 'p-limit'
import type { Database } from '#db/client.ts'
import { log } from '#lib/core/index.ts'
import { runCheck } from './run-check.ts'

/** Checks at a time in one job: most of each is waiting for the service. */
const PARALLEL = 8

/** Checks services, a few at a time. One whose check fails inside is logged and does not stop the others. Rejects when `signal` aborts. */
export async function runChecks(db: Database, ids: string[], signal: AbortSignal): Promise<void> {
  const limit = pLimit(PARALLEL)
  await Promise.all(
    ids.map((id) =>
      limit(async () => {
        if (signal.aborted) return
        try {
          await runCheck(db, id, signal)
        } catch (error) {
          if (!signal.aborted) log.error({ err: error, serviceId: id }, 'a check failed inside')
        }
      }),
    ),
  )
  signal.throwIfAborted()
}
