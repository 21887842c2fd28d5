import { and, gt, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { gatewayTokens } from '#db/schema/index.ts'
import { announceGatewayChange } from './announce.ts'

/** Why tokens end, who ended them, and how long they still open the service. */
export interface TokenEnd {
  because: 'revoked' | 'replaced' | 'unbound'
  by: string
  /** Seconds from now; 0, at once, unless given. */
  graceSeconds?: number
}

/**
 * Ends tokens within the caller's transaction, and gives back which. One that ends earlier anyway is left as it is. What was sealed
 * of one that ends at once is wiped; of one with grace, by the hourly clean-up.
 */
export async function endTokens(
  tx: Database,
  ids: readonly string[],
  { because, by, graceSeconds = 0 }: TokenEnd,
): Promise<string[]> {
  if (ids.length === 0) return []
  const end = sql`now() + make_interval(secs => ${graceSeconds})`
  const ended = await tx
    .update(gatewayTokens)
    .set({
      endsAt: end,
      endedBecause: because,
      endedBy: by,
      ...(graceSeconds === 0 && { sealed: null }),
      updatedAt: sql`clock_timestamp()`,
    })
    .where(and(inArray(gatewayTokens.id, [...ids]), or(isNull(gatewayTokens.endsAt), gt(gatewayTokens.endsAt, end))))
    .returning({ id: gatewayTokens.id })
  if (ended.length > 0) await announceGatewayChange(tx)
  return ended.map(({ id }) => id)
}
