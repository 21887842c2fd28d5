import { boolean, integer, pgTable, timestamp, uuid } from 'drizzle-orm/pg-core'
import { gatewayTokens } from './tokens.ts'

/**
 * The calls of a limited token in the minute that is being counted and in the one before, where gateways have no memory of their own
 * (functions). Elsewhere each process counts by itself, and there are no rows.
 */
export const gatewayCallWindows = pgTable('gateway_call_windows', {
  tokenId: uuid()
    .primaryKey()
    .references(() => gatewayTokens.id, { onDelete: 'cascade' }),
  /** Begin of the minute that is being counted. */
  since: timestamp({ withTimezone: true }).notNull(),
  calls: integer().notNull(),
  before: integer().notNull(),
  /** Whether the last try was let through. */
  admitted: boolean().notNull(),
})
