import { sql } from 'drizzle-orm'
import { type Database, rowsOf } from '#db/client.ts'
import { gatewayCallWindows } from '#db/schema/index.ts'
import { type CallLimits, MINUTE_MS, secondsToWait } from './call-limits.ts'

/** A token's window as the database leaves it after a try. */
interface Row {
  calls: number
  before: number
  admitted: boolean
  passed: number
}

/**
 * Counts in the database, for processes whose memory does not last: all of them together keep a token's limit. The same estimate as in one
 * process, in one statement, by the database's clock.
 */
export function createSharedCallLimits(db: Database): CallLimits {
  return {
    async take(tokenId, limit, calls) {
      const [row] = rowsOf<Row>(await db.execute(countStatement(tokenId, limit, calls)))
      // Only where the token was deleted under the call.
      if (row === undefined || row.admitted) return 0
      return secondsToWait(row, row.passed, limit, calls)
    },
  }
}

function countStatement(tokenId: string, limit: number, calls: number) {
  const w = gatewayCallWindows
  const age = sql`extract(epoch from clock_timestamp() - ${w.since}) * 1000`
  const isOpen = sql`${age} < ${MINUTE_MS}::int`
  const adjoins = sql`${age} < 2 * ${MINUTE_MS}::int`
  const since = sql`case when ${isOpen} then ${w.since} when ${adjoins} then ${w.since} + interval '1 minute' else clock_timestamp() end`
  const before = sql`case when ${isOpen} then ${w.before} when ${adjoins} then ${w.calls} else 0 end`
  const now = sql`case when ${isOpen} then ${w.calls} else 0 end`
  const melted = sql`case when ${isOpen} then 1 - ${age} / ${MINUTE_MS}::int when ${adjoins} then 2 - ${age} / ${MINUTE_MS}::int else 0 end`
  const fits = sql`(${before}) * (${melted}) + (${now}) + ${calls}::int <= ${limit}::int`
  return sql`
    insert into ${w} as ${sql.identifier('gateway_call_windows')} (token_id, since, calls, before, admitted)
    select id, clock_timestamp(), case when ${calls}::int <= ${limit}::int then ${calls}::int else 0 end, 0, ${calls}::int <= ${limit}::int
    from gateway_tokens where id = ${tokenId}
    on conflict (token_id) do update set
      since = ${since}, before = ${before}, calls = (${now}) + case when ${fits} then ${calls}::int else 0 end, admitted = ${fits}
    returning calls, before, admitted, (extract(epoch from clock_timestamp() - since) * 1000)::float8 as passed`
}
