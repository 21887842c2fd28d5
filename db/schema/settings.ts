import { jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** What an admin can set for the whole installation, one row a setting; also the one-time set-up code's hash. */
export const settings = pgTable('settings', {
  key: text().primaryKey(),
  value: jsonb().notNull(),
  updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
})
