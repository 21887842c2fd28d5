import {
  bigint,
  boolean,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'

/** An MCP server that somebody runs elsewhere, and what the last check found there. */
export const services = pgTable(
  'services',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** `[a-z0-9_-]{1,24}`; applications on platforms refer to the service's tools by it. */
    identifier: text().notNull().unique(),
    name: text().notNull(),
    iconEmoji: text().notNull(),
    /** `#rrggbb` */
    iconColor: text().notNull(),
    description: text().notNull().default(''),
    url: text().notNull(),
    transport: text({ enum: ['auto', 'streamable_http', 'sse'] })
      .notNull()
      .default('auto'),
    credentialKind: text({ enum: ['none', 'bearer', 'apiKey', 'basic', 'headers', 'oauthClient'] })
      .notNull()
      .default('none'),
    /** The credential we check it with: JSON, sealed (`service.credential`); null for none. */
    credential: text(),
    credentialSetAt: timestamp({ withTimezone: true }),
    credentialSetBy: text(),
    /** Seconds, as given to the platform for one call. */
    timeoutSeconds: integer().notNull().default(30),
    /** Seconds without an event after which the platform gives a stream up. */
    sseReadTimeoutSeconds: integer().notNull().default(300),

    status: text({ enum: ['normal', 'abnormal', 'unchecked'] })
      .notNull()
      .default('unchecked'),
    statusCode: text(),
    statusMessage: text(),
    statusNext: text(),
    checkedAt: timestamp({ withTimezone: true }),
    /** Since when the status is what it is. */
    statusSince: timestamp({ withTimezone: true }),
    /** Milliseconds of the last check. */
    latencyMs: integer(),
    seenTransport: text({ enum: ['streamable_http', 'sse'] }),
    eras: text({ enum: ['legacy', 'modern'] })
      .array()
      .notNull()
      .default([]),
    protocolVersion: text(),
    serverName: text(),
    serverVersion: text(),
    toolCount: integer(),
    /** Tools on the first page of a legacy list: all that a client without paging gets. Null when legacy is not served. */
    legacyFirstPageTools: integer(),
    pageCount: integer(),
    /** Whether the last check without the credential was refused; null when not known. */
    enforcesCredential: boolean(),
    /** What was learned of the service's era, so that the next check asks less: belongs to URL and credential, dated. */
    eraMemory: jsonb().$type<unknown>(),

    /** Where it was taken from, when that was a registry of MCP servers: its address, the server's name and version there, and the URL as the registry writes it. */
    registry: text(),
    registryName: text(),
    registryVersion: text(),
    registryRemote: text(),
    /** What the registry says about it by now: the version was deprecated or deleted, or a newer one lives at another URL. */
    registryWarning: text({ enum: ['deprecated', 'deleted', 'moved'] }),
    /** The registry's own words, or for `moved` the new URL. */
    registryWarningText: text(),
    registryWarningSince: timestamp({ withTimezone: true }),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index().on(table.status), index().on(table.name)],
)

/** The tools that the last good check listed, in the service's order. */
export const serviceTools = pgTable(
  'service_tools',
  {
    serviceId: uuid()
      .notNull()
      .references(() => services.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    name: text().notNull(),
    title: text(),
    description: text(),
    /** `json` keeps the order in which the service names its arguments; `jsonb` would not. */
    inputSchema: json().$type<Record<string, unknown>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.serviceId, table.position] }), index().on(table.name)],
)

/** History of checks; the newest 50 of each service are kept. */
export const serviceChecks = pgTable(
  'service_checks',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    serviceId: uuid()
      .notNull()
      .references(() => services.id, { onDelete: 'cascade' }),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    status: text({ enum: ['normal', 'abnormal'] }).notNull(),
    code: text().notNull(),
    message: text().notNull(),
    ms: integer().notNull(),
    tools: integer(),
    pages: integer(),
  },
  (table) => [index().on(table.serviceId, table.at)],
)
