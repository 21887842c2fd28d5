import { eq, type SQL, sql } from 'drizzle-orm'
import { gatewayCalls } from '#db/schema/index.ts'
import type { CallsOf } from './schema.ts'

/** The lines of one service, or of one token. */
export function linesOf(of: CallsOf): SQL {
  return 'serviceId' in of ? eq(gatewayCalls.serviceId, of.serviceId) : eq(gatewayCalls.tokenId, of.tokenId)
}

/** A call is what runs a tool; handshakes, lists and streams are requests, but none that anybody waits for a result of. */
export const isToolCall = eq(gatewayCalls.method, 'tools/call')

/** What did not reach a result: refused by the gateway, or failed on the way or at the service. A tool's own error is one of its results. */
export const isError = sql<boolean>`${gatewayCalls.verdict} in ('rpc_error', 'refused', 'failed')`

/** How long calls took that a service answered. */
export const answered = sql<boolean>`${gatewayCalls.verdict} in ('ok', 'tool_error', 'rpc_error')`
