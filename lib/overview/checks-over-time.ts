import { gte, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { serviceChecks } from '#db/schema/index.ts'

/** As far back as the kept checks of a service reach at the usual interval, in bars of 20 minutes. */
const BARS = 24
const BAR_MINUTES = 20

/** The checks of one stretch of time. */
export interface ChecksBar {
  from: Date
  normal: number
  abnormal: number
}

/** All checks of the last eight hours in stretches of 20 minutes, oldest first, empty ones too. */
export async function checksOverTime(db: Database, now = new Date()): Promise<ChecksBar[]> {
  const width = BAR_MINUTES * 60_000
  const last = Math.floor(now.getTime() / width) * width
  const first = new Date(last - (BARS - 1) * width)
  const bar = sql<number>`floor(extract(epoch from ${serviceChecks.at}) / ${BAR_MINUTES * 60}::int)::int`
  const rows = await db
    .select({
      bar: bar.mapWith(Number).as('bar'),
      normal: sql`count(*) filter (where ${serviceChecks.status} = 'normal')`.mapWith(Number),
      abnormal: sql`count(*) filter (where ${serviceChecks.status} = 'abnormal')`.mapWith(Number),
    })
    .from(serviceChecks)
    .where(gte(serviceChecks.at, first))
    .groupBy(sql`1`)
  return Array.from({ length: BARS }, (_, index) => {
    const from = first.getTime() + index * width
    const row = rows.find((each) => each.bar === from / width)
    return { from: new Date(from), normal: row?.normal ?? 0, abnormal: row?.abnormal ?? 0 }
  })
}
