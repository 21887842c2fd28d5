import { type AnyPgColumn, index, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { namespaces } from './platforms.ts'
import { services } from './services.ts'

/** A token of the gateway: opens one service, for one namespace or, made by hand, for another use. */
export const gatewayTokens = pgTable(
  'gateway_tokens',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** SHA-256 of the whole token, base64url: what it is looked up by. */
    hash: text().notNull().unique(),
    /** The first characters (`mcpf_` and six more), by which people tell tokens apart. */
    prefix: text().notNull(),
    /** The token itself, sealed (`gateway.token`), only because a platform must be given it again; null for one made by hand, and once it has ended. */
    sealed: text(),
    name: text().notNull(),
    serviceId: uuid()
      .notNull()
      .references(() => services.id, { onDelete: 'cascade' }),
    /** The namespace whose binding presents it; null for one made by hand or for a verification. */
    namespaceId: uuid().references(() => namespaces.id, { onDelete: 'cascade' }),
    /** `verification`: lives for one look of the synchronization dialog and is shown nowhere. */
    purpose: text({ enum: ['binding', 'manual', 'verification'] }).notNull(),
    /** The service's own names of the tools it may see and call; null for all. */
    allowedTools: jsonb().$type<string[]>(),
    /** Put before each tool's name, so that names don't collide in a namespace. */
    toolPrefix: text(),
    callsPerMinute: integer(),
    expiresAt: timestamp({ withTimezone: true }),
    /** The token that this one replaces; that one ends when this one has proved itself. */
    replacesId: uuid().references((): AnyPgColumn => gatewayTokens.id, { onDelete: 'set null' }),
    /** End of the grace time of one that was replaced, or the moment of its revocation. Not valid from then on. */
    endsAt: timestamp({ withTimezone: true }),
    endedBecause: text({ enum: ['revoked', 'replaced', 'unbound'] }),
    endedBy: text(),
    createdBy: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** Written with the access log, some seconds late. */
    lastUsedAt: timestamp({ withTimezone: true }),
    calls: integer().notNull().default(0),
    /** Last change of what decides over a call (not of `lastUsedAt` and `calls`): gateways without notifications look at it. */
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index().on(table.serviceId),
    index().on(table.namespaceId),
    index().on(table.updatedAt),
    index().on(table.createdAt),
    index().on(table.replacesId),
  ],
)
