import { and, asc, isNull, lt, or, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { services } from '#db/schema/index.ts'
import { readSettings } from '#lib/settings/index.ts'
import { runChecks } from './run-checks.ts'

/** A tick looks for due services again until this has passed; what is left is due first at the next one. Milliseconds. */
const TICK_MS = 45_000
const BATCH = 64

/** Checks the services whose last check is an interval old, the longest unchecked first. */
export async function checkDueServices(db: Database, signal: AbortSignal): Promise<void> {
  const { checkIntervalMinutes } = await readSettings(db)
  const end = Date.now() + TICK_MS
  while (Date.now() < end) {
    const due = await dueServices(db, checkIntervalMinutes)
    await runChecks(db, due, signal)
    if (due.length < BATCH) return
  }
}

/**
 * Each service has a jitter of its own, −10 to +10 % of the interval and another one after every check, so that services that were
 * added together drift apart.
 */
async function dueServices(db: Database, intervalMinutes: number): Promise<string[]> {
  const jitter = sql`(0.9 + 0.2 * (abs(hashtext(${services.id}::text || ${services.checkedAt}::text)::bigint) % 1000) / 1000)`
  const rows = await db
    .select({ id: services.id })
    .from(services)
    .where(
      or(
        // The check that was queued with the change should have come by now.
        and(isNull(services.checkedAt), lt(services.updatedAt, sql`now() - interval '1 minute'`)),
        lt(services.checkedAt, sql`now() - make_interval(secs => ${intervalMinutes * 60}::float8 * ${jitter})`),
      ),
    )
    .orderBy(sql`${services.checkedAt} asc nulls first`, asc(services.id))
    .limit(BATCH)
  return rows.map(({ id }) => id)
}
