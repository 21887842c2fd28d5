import { and, count, gte, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { gatewayCalls } from '#db/schema/index.ts'
import { isError, isToolCall } from './conditions.ts'

/** Calls of all services' tools in the last 24 hours, and how many of them failed or were refused. */
export async function callsOfLastDay(db: Database): Promise<{ all: number; errors: number }> {
  const [row] = await db
    .select({ all: count(), errors: sql<number>`count(*) filter (where ${isError})`.mapWith(Number) })
    .from(gatewayCalls)
    .where(and(isToolCall, gte(gatewayCalls.at, sql`now() - interval '24 hours'`)))
  return row ?? { all: 0, errors: 0 }
}
