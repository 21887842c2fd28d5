import { pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/**
 * Who alone may work with something in all replicas, such as a platform's account. A holder renews its row while it works;
 * a row that ran out belongs to whoever takes it next.
 */
export const leases = pgTable('leases', {
  key: text().primaryKey(),
  holder: uuid().notNull(),
  expiresAt: timestamp({ withTimezone: true }).notNull(),
})
