import { index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { users } from './identity.ts'

/**
 * A synchronization that is being prepared in the dialog. What is chosen is plain JSON (shape: `lib/sync/draft-choices.ts`),
 * the entered tokens are sealed apart. Dies a day after its last change.
 */
export const syncDrafts = pgTable(
  'sync_drafts',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['sync', 'remove'] }).notNull(),
    choices: jsonb().$type<unknown>().notNull(),
    /** Entered credentials by service and namespace: JSON, sealed (`draft`). */
    tokens: text(),
    /** The plan that was shown last, and when the namespaces were looked at. */
    plan: jsonb().$type<unknown>(),
    plannedAt: timestamp({ withTimezone: true }),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index().on(table.userId), index().on(table.expiresAt)],
)
