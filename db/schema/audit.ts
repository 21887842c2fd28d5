import { bigint, index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** Every change: who, when, what. Written in the same transaction as the change. Never holds a secret. */
export const auditEvents = pgTable(
  'audit_events',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    actorKind: text({ enum: ['user', 'system'] }).notNull(),
    actorId: uuid(),
    actorLabel: text().notNull(),
    /** `service.create`, `run.confirm`, … */
    action: text().notNull(),
    targetKind: text().notNull(),
    targetId: text(),
    targetLabel: text().notNull(),
    /** What changed, by field: old and new as people read them («set», «replaced» for secrets). */
    changes: jsonb().$type<Record<string, { from?: unknown; to?: unknown }>>().notNull().default({}),
  },
  (table) => [index().on(table.at), index().on(table.action), index().on(table.targetKind, table.targetId)],
)
