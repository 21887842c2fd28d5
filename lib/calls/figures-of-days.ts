import { and, eq, gte, lt, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { gatewayCallDays, gatewayCalls } from '#db/schema/index.ts'
import { linesOf } from './conditions.ts'
import { counted } from './counted.ts'
import type { Figures } from './figures.ts'
import { countedUntil } from './roll-up-days.ts'
import type { CallsOf } from './schema.ts'
import { Tally } from './tally.ts'

/** Adds up the days that were counted when they were over, and counts the lines of those since then. Times are within 1 %. */
export async function figuresOfDays(db: Database, of: CallsOf, since: Date, seconds: number): Promise<Figures> {
  const until = await countedUntil(db)
  const linesSince = until !== null && until > since ? until : since
  const [days, lines] = await Promise.all([
    countedDays(db, of, since, linesSince),
    countedLines(db, of, linesSince, seconds),
  ])
  const total = new Tally()
  const byBar = new Map<number, Tally>()
  const byTool = new Map<string, Tally>()
  const byNamespace = new Map<string, Tally>()
  let otherRequests = 0
  for (const count of [...days, ...lines]) {
    if (count.by === 'other') otherRequests += count.calls
    else if (count.by === 'namespace') tallyOf(byNamespace, count.key).add(count)
    else {
      tallyOf(byTool, count.key).add(count)
      tallyOf(byBar, Math.floor(count.day.getTime() / 1000 / seconds)).add(count)
      total.add(count)
    }
  }
  return {
    total: total.figure(),
    byBar: figuresOf(byBar),
    byTool: figuresOf(byTool),
    byNamespace: figuresOf(byNamespace),
    otherRequests,
  }
}

type Counts = Pick<
  typeof gatewayCallDays.$inferSelect,
  'day' | 'by' | 'key' | 'calls' | 'errors' | 'toolErrors' | 'times'
>

function countedDays(db: Database, of: CallsOf, since: Date, until: Date): Promise<Counts[]> {
  const { ofId, day } = gatewayCallDays
  return db
    .select()
    .from(gatewayCallDays)
    .where(and(eq(ofId, idOf(of)), gte(day, since), lt(day, until)))
}

function countedLines(db: Database, of: CallsOf, since: Date, seconds: number): Promise<Counts[]> {
  const whose = 'serviceId' in of ? 'service' : 'token'
  const lines = counted(and(linesOf(of), gte(gatewayCalls.at, since)), seconds, whose)
  return db.transaction(async (tx) => {
    // Counted in memory: a busy day would be sorted on the disk otherwise.
    await tx.execute(sql`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`)
    return tx
      .select({
        day: sql<Date>`day`.mapWith(gatewayCallDays.day),
        by: sql<Counts['by']>`by`,
        key: sql<string>`key`,
        calls: sql<number>`calls`,
        errors: sql<number>`errors`,
        toolErrors: sql<number>`tool_errors`,
        times: sql<Counts['times']>`times`.mapWith(gatewayCallDays.times),
      })
      .from(sql`(${lines}) as counted`)
  })
}

function idOf(of: CallsOf): string {
  return 'serviceId' in of ? of.serviceId : of.tokenId
}

function tallyOf<Key>(tallies: Map<Key, Tally>, key: Key): Tally {
  const tally = tallies.get(key) ?? new Tally()
  tallies.set(key, tally)
  return tally
}

function figuresOf<Key>(tallies: Map<Key, Tally>) {
  return new Map([...tallies].map(([key, tally]) => [key, tally.figure()]))
}
