import { and, eq, type SQL, sql } from 'drizzle-orm'
import { gatewayCalls } from '#db/schema/index.ts'
import { answered, isError, isToolCall } from './conditions.ts'
import { stepOfTime } from './times.ts'

const { at, serviceId, tokenId, namespaceId, tool, verdict } = gatewayCalls

const toolName = sql`coalesce(${tool}, '') collate "C"`
const ofService = sql`(${serviceId}, 'tool', ${toolName}), (${serviceId}, 'namespace', coalesce(${namespaceId}::text, '')), (${serviceId}, 'other', '')`
const ofToken = sql`(${tokenId}, 'tool', ${toolName}), (${tokenId}, 'other', '')`
/** What a line counts for: its service, by tool and by namespace, and its token, by tool. */
const TOLD_APART = { service: ofService, token: ofToken, both: sql`${ofService}, ${ofToken}` }

/**
 * A select over the lines that `where` means, with the columns of the table of days: how many calls each stretch of `seconds` had, how
 * they ended and how long they took; for their services, their tokens, or both.
 */
export function counted(where: SQL | undefined, seconds: number, whose: keyof typeof TOLD_APART): SQL {
  // The number stands in the text, since a grouped expression must be the same in all places.
  const bar = sql`date_bin('${sql.raw(String(seconds))} s', ${at}, to_timestamp(0))`
  return sql`select day, of_id, by, key, sum(calls)::int as calls, sum(errors)::int as errors,
      sum(tool_errors)::int as tool_errors, jsonb_object_agg(step, calls) filter (where step is not null) as times
    from (
      select ${bar} as day, of_id, by, key, case when ${answered} then ${stepOfTime} end as step, count(*) as calls,
        count(*) filter (where ${isError}) as errors, count(*) filter (where ${eq(verdict, 'tool_error')}) as tool_errors
      from ${gatewayCalls} cross join lateral (values ${TOLD_APART[whose]}) as told (of_id, by, key)
      where ${and(where, sql`(by <> 'other') = (${isToolCall})`)}
      group by 1, 2, 3, 4, 5
    ) as stepped
    group by 1, 2, 3, 4`
}
