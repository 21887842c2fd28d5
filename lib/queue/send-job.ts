import { type SQL, sql } from 'drizzle-orm'
import { type DrizzleTransactionLike, fromDrizzle } from 'pg-boss'
import type { Database } from '#db/client.ts'
import type { JobDefinition } from './job.ts'
import { neededQueue, noteSent } from './process-queue.ts'

/** What a job can be given along. */
export interface SendOptions {
  /** Jobs of one group are worked one at a time where the definition says so. */
  group?: string
  /** Not before this many seconds from now. */
  afterSeconds?: number
}

/**
 * Sends a job within `db`: inside a transaction it exists only if that commits. Needs the queue of this process to be
 * started, for sending at least, or to be started on demand.
 */
export async function sendJob<D extends object>(
  db: Database,
  definition: JobDefinition<D>,
  data: D,
  { group, afterSeconds }: SendOptions = {},
): Promise<void> {
  const { boss } = await neededQueue()
  await boss.send(definition.name, data, {
    db: fromDrizzle(executor(db), sql),
    ...(group !== undefined && { group: { id: group } }),
    ...(afterSeconds !== undefined && { startAfter: afterSeconds }),
  })
  noteSent()
}

/** Drizzle's own type for a result is open (embedded: `{rows}`, PostgreSQL: an array of rows); pg-boss reads both. */
function executor(db: Database): DrizzleTransactionLike {
  return { execute: async (query) => (await db.execute(query as SQL)) as { rows: object[] } | object[] }
}
