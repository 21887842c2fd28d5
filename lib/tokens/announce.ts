import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'

/** What gateways listen to. */
export const GATEWAY_CHANNEL = 'mcp_ferry_gateway'

/** Tells every gateway, once the transaction has committed, that what it knows of tokens is no longer true. */
export async function announceGatewayChange(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_notify(${GATEWAY_CHANNEL}, '')`)
}
