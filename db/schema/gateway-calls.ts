import { bigint, index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/**
 * The access log of the gateway: who called what and how it ended, never arguments or results. No foreign keys: a line is written
 * seconds after its call, when its token or service may be gone.
 */
export const gatewayCalls = pgTable(
  'gateway_calls',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp({ withTimezone: true }).notNull(),
    tokenId: uuid().notNull(),
    serviceId: uuid().notNull(),
    namespaceId: uuid(),
    /** The JSON-RPC method; `GET` and `DELETE` for the stream and the end of a session. */
    method: text().notNull(),
    /** The service's own name of the tool, for `tools/call`. */
    tool: text(),
    callerEra: text({ enum: ['legacy', 'modern'] }).notNull(),
    serviceEra: text({ enum: ['legacy', 'modern'] }).notNull(),
    /** `tool_error`: the service answered with `isError`, as far as that could be seen; `refused`: by us; `failed`: the service could not be reached or broke off. */
    verdict: text({ enum: ['ok', 'tool_error', 'rpc_error', 'refused', 'failed', 'cancelled'] }).notNull(),
    /** Our reason when refused or failed (`tool_not_allowed`, `too_many_calls`, `upstream_unreachable`, …), or the number of a JSON-RPC error. */
    code: text(),
    /** Milliseconds to the end of the answer; of a stream: how long it was open. */
    ms: integer().notNull(),
    bytesIn: integer().notNull(),
    bytesOut: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [index().on(table.at), index().on(table.serviceId, table.at), index().on(table.tokenId, table.at)],
)
