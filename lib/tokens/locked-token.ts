import { and, eq } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { gatewayTokens } from '#db/schema/index.ts'
import { notFound } from '#lib/core/index.ts'
import { shownToPeople } from './conditions.ts'
import { selectTokens, summarize, type TokenSummary } from './projection.ts'

/** A token as it stands, held against other changes until the transaction ends. Throws `not_found`. */
export async function lockedToken(tx: Database, tokenId: string): Promise<TokenSummary> {
  await tx.select({ id: gatewayTokens.id }).from(gatewayTokens).where(eq(gatewayTokens.id, tokenId)).for('update')
  const [row] = await selectTokens(tx).where(and(eq(gatewayTokens.id, tokenId), shownToPeople))
  if (row === undefined) throw notFound('The token')
  return summarize(row)
}
