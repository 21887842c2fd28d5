import { boolean, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

/** What was read of a registry of MCP servers: the newest version of each, as the registry last told it. */
export const registryServers = pgTable(
  'registry_servers',
  {
    /** Address of the registry: servers of another one are never shown for it. */
    registry: text().notNull(),
    /** As the registry names it: `com.example/weather`. */
    name: text().notNull(),
    version: text().notNull(),
    title: text(),
    description: text().notNull().default(''),
    status: text({ enum: ['active', 'deprecated', 'deleted'] })
      .notNull()
      .default('active'),
    statusMessage: text(),
    websiteUrl: text(),
    repositoryUrl: text(),
    /** Where it can be reached, as `lib/registry/entry.ts` reads it. */
    remotes: jsonb().$type<unknown[]>().notNull(),
    hasRemote: boolean().notNull(),
    /** Kinds of its packages (`npm`, `oci`): what somebody would have to host. */
    packages: text().array().notNull().default([]),
    /** When the registry says that the entry was last changed. */
    updatedAt: timestamp({ withTimezone: true }),
    /** Beginning of the reading that last met it. */
    seenAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.registry, table.name] })],
)

/** How the reading of a registry stands: one row a registry. */
export const registryReadings = pgTable('registry_readings', {
  registry: text().primaryKey(),
  requestedAt: timestamp({ withTimezone: true }),
  /** The reading that runs, or the last one. */
  startedAt: timestamp({ withTimezone: true }),
  /** When it last got a page: a worker that is silent for long is dead. */
  heardAt: timestamp({ withTimezone: true }),
  endedAt: timestamp({ withTimezone: true }),
  /** Whole list, or what changed since `since`. */
  whole: boolean().notNull().default(true),
  since: timestamp({ withTimezone: true }),
  /** Where it goes on after an interruption. */
  cursor: text(),
  pages: integer().notNull().default(0),
  entries: integer().notNull().default(0),
  /** Entries that do not follow the format and were left out. */
  unreadable: integer().notNull().default(0),
  /** Why the last one did not come to its end; null when it did. */
  faultCode: text(),
  faultMessage: text(),
  faultNext: text(),
  /** Beginning of the last reading that came to its end, and of the last whole one. */
  completeAt: timestamp({ withTimezone: true }),
  wholeAt: timestamp({ withTimezone: true }),
})
