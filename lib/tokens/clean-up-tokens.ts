import { and, eq, isNotNull, lt, lte, or, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { gatewayTokens } from '#db/schema/index.ts'

/** How long a token that is over is still told of. */
const KEPT_DAYS = 90

/**
 * Wipes what was sealed of tokens whose grace time is over, and deletes what nobody needs any more: verifications that a dead process
 * left behind, and tokens that ended (or, made by hand, expired) 90 days ago.
 */
export async function cleanUpTokens(db: Database): Promise<void> {
  await db
    .update(gatewayTokens)
    .set({ sealed: null })
    .where(and(isNotNull(gatewayTokens.sealed), lte(gatewayTokens.endsAt, sql`now()`)))
  const before = sql`now() - make_interval(days => ${sql.raw(String(KEPT_DAYS))})`
  await db
    .delete(gatewayTokens)
    .where(
      or(
        and(eq(gatewayTokens.purpose, 'verification'), lt(gatewayTokens.expiresAt, sql`now()`)),
        lt(gatewayTokens.endsAt, before),
        and(eq(gatewayTokens.purpose, 'manual'), lt(gatewayTokens.expiresAt, before)),
      ),
    )
}
