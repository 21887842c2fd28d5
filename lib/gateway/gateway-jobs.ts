import { inArray, lt } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { gatewayCalls } from '#db/schema/index.ts'
import type { JobDefinition } from '#lib/queue/index.ts'
import { readSettings } from '#lib/settings/index.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Rows deleted in one statement, so that none holds its locks for long. */
const AT_A_TIME = 10_000

/** Deletes lines of the access log that are older than the setting says; once an hour, so that it never is much. */
const forgetCalls: JobDefinition = {
  name: 'gateway-forget-calls',
  queue: { retryLimit: 0, expireInSeconds: 1800 },
  schedule: { cron: '17 * * * *', jitterSeconds: 60 },
  parse: () => ({}),
  handle: async ({ db, signal }) => {
    while (!signal.aborted && (await forgetOldCalls(db, new Date())) === AT_A_TIME);
    return undefined
  },
}

/** Deletes at most 10,000 lines that are too old at `now`, and says how many it were. */
export async function forgetOldCalls(db: Database, now: Date): Promise<number> {
  const { accessLogDays } = await readSettings(db)
  const old = db
    .select({ id: gatewayCalls.id })
    .from(gatewayCalls)
    .where(lt(gatewayCalls.at, new Date(now.getTime() - accessLogDays * DAY_MS)))
    .limit(AT_A_TIME)
  const deleted = await db.delete(gatewayCalls).where(inArray(gatewayCalls.id, old)).returning({ id: gatewayCalls.id })
  return deleted.length
}

/** The jobs of this folder, for the worker. */
export const gatewayJobs: JobDefinition[] = [forgetCalls]
