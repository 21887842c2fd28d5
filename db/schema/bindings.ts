import { index, integer, jsonb, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import { namespaces } from './platforms.ts'
import { services } from './services.ts'
import { gatewayTokens } from './tokens.ts'

/** Keyed fingerprints of each part of what was applied: the next plan knows what changed without reading a secret. */
export interface AppliedFingerprints {
  url: string
  headers: string
  /** What a generated token lets through (tools, prefix); absent where the platform reaches the service itself. */
  filter?: string
  /** Everything else that we set: name, icon, timeouts. */
  look: string
}

/** What of an applied provider may be shown, for a plan's «old → new»: never a secret. */
export interface AppliedShown {
  name: string
  url: string
  iconEmoji: string
  iconColor: string
  timeoutSeconds: number
  sseReadTimeoutSeconds: number
  /** Names of the headers, without their values. */
  headerNames: string[]
}

/** The desired state of one service in one namespace, what we last applied there and last saw. */
export const bindings = pgTable(
  'bindings',
  {
    id: uuid().primaryKey().defaultRandom(),
    serviceId: uuid()
      .notNull()
      .references(() => services.id, { onDelete: 'cascade' }),
    namespaceId: uuid()
      .notNull()
      .references(() => namespaces.id, { onDelete: 'cascade' }),
    tokenMode: text({ enum: ['none', 'entered', 'generated'] }).notNull(),
    /** The entered credential that the platform presents: JSON, sealed (`token`); null otherwise. */
    token: text(),
    /** The generated token that the platform presents. */
    gatewayTokenId: uuid().references(() => gatewayTokens.id, { onDelete: 'set null' }),
    tokenSetAt: timestamp({ withTimezone: true }),
    tokenSetBy: text(),
    /** The origin that the token was entered for; it is never kept for another one. */
    tokenOrigin: text(),
    /** `created` by us, or `adopted` by an operator's choice: only these may be changed or removed. */
    origin: text({ enum: ['created', 'adopted'] }).notNull(),
    /** The name it has in this namespace, when it is not the service's own. */
    shownName: text(),
    /** The provider's id on the platform (in Dify its UUID); null while none is known. */
    remoteId: text(),
    /**
     * `unknown` while something is being applied, and afterwards when the outcome is not known: a provider found under
     * our identifier is then ours, because we tried to create it there.
     */
    state: text({ enum: ['in_sync', 'failed', 'unknown'] }).notNull(),
    /** The item's code and sentence when the state is not in_sync. */
    stateCode: text(),
    stateMessage: text(),
    appliedAt: timestamp({ withTimezone: true }),
    applied: jsonb().$type<AppliedFingerprints>(),
    appliedShown: jsonb().$type<AppliedShown>(),
    /** Names of the tools the platform reported after our last write. */
    seenTools: jsonb().$type<string[]>(),
    /** How many tools the service had then, as our own check had listed them. */
    toolsOfService: integer(),
    /** The provider's own «updated at» after our last write, unix seconds; a later one means that somebody else wrote. */
    remoteUpdatedAt: integer(),
    seenAt: timestamp({ withTimezone: true }),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [unique().on(table.serviceId, table.namespaceId), index().on(table.namespaceId), index().on(table.state)],
)
