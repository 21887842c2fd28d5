import { index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/**
 * The calls of tools of whole days (UTC), counted, so that thirty days of a busy service need not be counted anew each time somebody
 * looks. Made of `gateway_calls` once a day is over. No foreign keys, as there.
 */
export const gatewayCallDays = pgTable(
  'gateway_call_days',
  {
    day: timestamp({ withTimezone: true }).notNull(),
    /** The service, or the token. */
    ofId: uuid().notNull(),
    /** What the calls are told apart by; `other` counts the requests that call no tool. */
    by: text({ enum: ['tool', 'namespace', 'other'] }).notNull(),
    /** The tool's name, or the namespace's id; empty for none. */
    key: text().notNull(),
    calls: integer().notNull(),
    errors: integer().notNull(),
    toolErrors: integer().notNull(),
    /** How many answered calls took how long: the number of a step of time to the number of calls. */
    times: jsonb().$type<Record<string, number>>(),
  },
  (table) => [primaryKey({ columns: [table.ofId, table.day, table.by, table.key] }), index().on(table.day)],
)
