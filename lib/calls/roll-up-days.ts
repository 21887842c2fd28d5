import { and, gte, lt, max, min, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { gatewayCallDays, gatewayCalls } from '#db/schema/index.ts'
import { counted } from './counted.ts'

const DAY_SECONDS = 24 * 60 * 60
export const DAY_MS = DAY_SECONDS * 1000
/** Lines are written some seconds after their call, or later where the database was slow. */
const LATE_MS = 60 * 60 * 1000

/** Counts the calls of the days (UTC) that are over and not counted yet. */
export async function rollUpDays(db: Database, now: Date): Promise<void> {
  const until = new Date(Math.floor((now.getTime() - LATE_MS) / DAY_MS) * DAY_MS)
  let day = (await countedUntil(db)) ?? (await firstDay(db))
  while (day !== null && day < until) {
    const next: Date = new Date(day.getTime() + DAY_MS)
    // Two workers may count the same day at once: the second finds it there.
    await db.execute(sql`
      insert into ${gatewayCallDays} (day, of_id, by, key, calls, errors, tool_errors, times)
      ${counted(and(gte(gatewayCalls.at, day), lt(gatewayCalls.at, next)), DAY_SECONDS, 'both')}
      on conflict do nothing`)
    day = next
  }
}

/** The end of the last day that is counted; what is newer has to be read from the lines. Null where none is. */
export async function countedUntil(db: Database): Promise<Date | null> {
  const [last] = await db.select({ day: max(gatewayCallDays.day) }).from(gatewayCallDays)
  return last?.day == null ? null : new Date(last.day.getTime() + DAY_MS)
}

/** Forgets the days that ended before a moment. */
export async function forgetDays(db: Database, before: Date): Promise<void> {
  await db.delete(gatewayCallDays).where(lt(gatewayCallDays.day, new Date(before.getTime() - DAY_MS)))
}

async function firstDay(db: Database): Promise<Date | null> {
  const [first] = await db.select({ at: min(gatewayCalls.at) }).from(gatewayCalls)
  return first?.at == null ? null : new Date(Math.floor(first.at.getTime() / DAY_MS) * DAY_MS)
}
