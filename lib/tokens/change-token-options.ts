import { eq, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { gatewayTokens } from '#db/schema/index.ts'
import { announceGatewayChange } from './announce.ts'
import type { TokenOptions } from './schema.ts'

/** Sets what a token lets through, within the caller's transaction. Calls that begin afterwards go by it. */
export async function changeTokenOptions(tx: Database, id: string, options: TokenOptions): Promise<void> {
  await tx
    .update(gatewayTokens)
    .set({ ...options, updatedAt: sql`clock_timestamp()` })
    .where(eq(gatewayTokens.id, id))
  await announceGatewayChange(tx)
}
