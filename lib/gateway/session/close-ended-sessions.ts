import { and, gt, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { gatewayTokens } from '#db/schema/index.ts'
import { log } from '#lib/core/index.ts'
import { closeSessions, tokensWithSessions } from './session-pool.ts'

/** Closes the sessions with services whose tokens have been revoked, replaced or removed. What fails is left to the sessions' own end. */
export async function closeEndedSessions(db: Database): Promise<void> {
  const tokenIds = tokensWithSessions()
  if (tokenIds.size === 0) return
  try {
    const valid = await db
      .select({ id: gatewayTokens.id })
      .from(gatewayTokens)
      .where(
        and(
          inArray(gatewayTokens.id, [...tokenIds]),
          or(isNull(gatewayTokens.endsAt), gt(gatewayTokens.endsAt, sql`now()`)),
        ),
      )
    for (const { id } of valid) tokenIds.delete(id)
    closeSessions((tokenId) => tokenIds.has(tokenId))
  } catch (error) {
    log.warn({ err: error }, 'sessions of ended tokens could not be looked for')
  }
}
