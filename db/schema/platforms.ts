import { boolean, index, integer, jsonb, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'

/** A connection to one installation of an intelligent platform, and what the last test found there. */
export const platforms = pgTable('platforms', {
  id: uuid().primaryKey().defaultRandom(),
  kind: text({ enum: ['dify'] }).notNull(),
  name: text().notNull().unique(),
  /** Origin and path prefix of the API, without a slash at its end; the connector adds its own paths. */
  baseUrl: text().notNull(),
  /** Address of the pages that people open, when it differs from `baseUrl`. */
  webUrl: text(),
  authKind: text({ enum: ['adminKey', 'account'] }).notNull(),
  /** The account's e-mail, in lower case; null with an admin key. */
  accountEmail: text(),
  /** Admin key or password, sealed (`platform.secret`). */
  secret: text().notNull(),
  secretSetAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  secretSetBy: text().notNull(),

  status: text({ enum: ['reachable', 'unreachable', 'unchecked'] })
    .notNull()
    .default('unchecked'),
  statusCode: text(),
  statusMessage: text(),
  statusNext: text(),
  statusSince: timestamp({ withTimezone: true }),
  testedAt: timestamp({ withTimezone: true }),
  /** The release that it reported, such as `1.14.0`. */
  release: text(),
  /** Who we are there, as the platform says it («owner of each workspace», a name). */
  identity: text(),
  latencyMs: integer(),
  /** What runs learned of it: the parallelism that suited it, milliseconds an observed provider cost. */
  pace: jsonb().$type<{ parallel?: number; listMsPerProvider?: number; createMs?: number }>().notNull().default({}),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
})

/** The part of a platform that tools land in; in Dify a workspace. One that vanished is kept and marked. */
export const namespaces = pgTable(
  'namespaces',
  {
    id: uuid().primaryKey().defaultRandom(),
    platformId: uuid()
      .notNull()
      .references(() => platforms.id, { onDelete: 'cascade' }),
    remoteId: text().notNull(),
    name: text().notNull(),
    available: boolean().notNull().default(true),
    unavailableReason: text(),
    /** MCP providers that were there at `countedAt`, ours and others. */
    providerCount: integer(),
    countedAt: timestamp({ withTimezone: true }),
    seenAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    vanishedAt: timestamp({ withTimezone: true }),
  },
  (table) => [unique().on(table.platformId, table.remoteId), index().on(table.platformId, table.name)],
)
