import { index, integer, jsonb, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import { users } from './identity.ts'
import { namespaces, platforms } from './platforms.ts'
import { services } from './services.ts'
import { gatewayTokens } from './tokens.ts'

/** One confirmed plan being carried out. Names are copied, so that the history stays readable when things are removed. */
export const runs = pgTable(
  'runs',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** What people call it: #128. */
    number: integer().generatedAlwaysAsIdentity().unique(),
    /** The draft it was confirmed from; unique, so that a confirm sent twice is one run. */
    draftId: uuid().unique(),
    kind: text({ enum: ['sync', 'remove'] }).notNull(),
    name: text(),
    platformId: uuid().references(() => platforms.id, { onDelete: 'set null' }),
    platformName: text().notNull(),
    status: text({ enum: ['queued', 'running', 'done', 'cancelled'] })
      .notNull()
      .default('queued'),
    confirmedById: uuid().references(() => users.id, { onDelete: 'set null' }),
    confirmedBy: text().notNull(),
    confirmedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    startedAt: timestamp({ withTimezone: true }),
    endedAt: timestamp({ withTimezone: true }),
    cancelRequestedAt: timestamp({ withTimezone: true }),
    /** Since when nothing new is begun, while it is paused. */
    pausedAt: timestamp({ withTimezone: true }),
    /** Bumped with every change of the run or one of its items: the live page asks for what is newer. */
    revision: integer().notNull().default(0),
  },
  (table) => [index().on(table.confirmedAt), index().on(table.status)],
)

/** The items of one run for one namespace: what a worker takes at a time. */
export const lanes = pgTable(
  'lanes',
  {
    id: uuid().primaryKey().defaultRandom(),
    runId: uuid()
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    namespaceId: uuid().references(() => namespaces.id, { onDelete: 'set null' }),
    namespaceName: text().notNull(),
    status: text({ enum: ['waiting', 'running', 'done'] })
      .notNull()
      .default('waiting'),
    /** Lanes of one group are worked one at a time in all replicas (in Dify: one account, or one namespace with an admin key). */
    groupKey: text().notNull(),
    /** Why the whole lane could not be worked, when that is so. */
    code: text(),
    message: text(),
    /** The worker that has it now: what another one writes meanwhile is refused. */
    holder: uuid(),
    /** How often a worker broke off with a fault of its own; bounded, so that no lane turns in circles. */
    faults: integer().notNull().default(0),
    /** Items at a time, as the pace found it last. */
    parallel: integer(),
    startedAt: timestamp({ withTimezone: true }),
    endedAt: timestamp({ withTimezone: true }),
  },
  (table) => [unique().on(table.runId, table.namespaceId), index().on(table.runId)],
)

/** What one item should bring about: the desired provider without its headers' values. */
export interface ItemDesired {
  identifier: string
  name: string
  url: string
  iconEmoji: string
  iconColor: string
  timeoutSeconds: number
  sseReadTimeoutSeconds: number
  /** True when the generated token travels in the URL's path, because the release sends no headers; `url` here is without it. */
  tokenInPath?: boolean
  /** What the generated token lets through, once this is worked; absent where none is presented. */
  tokenOptions?: { allowedTools: string[] | null; toolPrefix: string | null; callsPerMinute: number | null }
  /** True when `name` is not the service's own but chosen for this namespace. */
  renamed: boolean
}

/** One action of a run, for one service in one namespace. */
export const runItems = pgTable(
  'run_items',
  {
    id: uuid().primaryKey().defaultRandom(),
    runId: uuid()
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    laneId: uuid()
      .notNull()
      .references(() => lanes.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    serviceId: uuid().references(() => services.id, { onDelete: 'set null' }),
    serviceName: text().notNull(),
    serviceIdentifier: text().notNull(),
    iconEmoji: text().notNull(),
    iconColor: text().notNull(),
    namespaceName: text().notNull(),
    action: text({ enum: ['create', 'update', 'adopt', 'unchanged', 'remove', 'skip', 'cant'] }).notNull(),
    /** What should be there; null where nothing should. */
    desired: jsonb().$type<ItemDesired>(),
    /** The parts that the plan changes, for reasons that only the look of then knew (somebody changed it there). */
    change: jsonb().$type<{ url: boolean; headers: boolean; look: boolean; filter?: boolean }>(),
    tokenMode: text({ enum: ['none', 'entered', 'generated'] })
      .notNull()
      .default('none'),
    /** The entered credential for this item: JSON, sealed (`token`); wiped when the item has succeeded. */
    token: text(),
    /** The generated token for this item, made when the run was confirmed. */
    gatewayTokenId: uuid().references(() => gatewayTokens.id, { onDelete: 'set null' }),
    /** Seconds that the token which this item replaces lives on after the new one has proved itself; null unless it rolls one. */
    rollGraceSeconds: integer(),
    tokenSetAt: timestamp({ withTimezone: true }),
    tokenSetBy: text(),
    /** The provider on the platform that this item is about, once known. */
    remoteId: text(),
    verdict: text({
      enum: [
        'waiting',
        'running',
        'unknown',
        'created',
        'updated',
        'adopted',
        'unchanged',
        'removed',
        'skipped',
        'failed',
        'cancelled',
      ],
    })
      .notNull()
      .default('waiting'),
    code: text(),
    /** Our sentence. */
    reason: text(),
    /** What can be done next, as a key that the page turns into a button: `token`, `retry`, `network`, `service`, `none`, … */
    nextStep: text(),
    /** The platform's own words. */
    platformSaid: text(),
    toolsThere: integer(),
    toolsOfService: integer(),
    attempt: integer().notNull().default(0),
    startedAt: timestamp({ withTimezone: true }),
    endedAt: timestamp({ withTimezone: true }),
    ms: integer(),
    /** The run's revision at this item's last change. */
    revision: integer().notNull().default(0),
  },
  (table) => [
    index().on(table.runId, table.verdict),
    index().on(table.laneId),
    index().on(table.serviceId),
    index().on(table.runId, table.revision),
  ],
)
