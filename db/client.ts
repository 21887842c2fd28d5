import type { PGlite } from '@electric-sql/pglite'
import type { ExtractTablesWithRelations } from 'drizzle-orm'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import type { Sql } from 'postgres'
import { openEmbedded } from './embedded.ts'
import * as schema from './schema/index.ts'

/** A Drizzle handle on our schema: the database itself or a transaction of it, embedded or PostgreSQL. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema, ExtractTablesWithRelations<typeof schema>>

/** An open database: the handle, what stands behind it, and how to close it. */
export interface DatabaseConnection {
  db: Database
  driver: { kind: 'embedded'; pglite: PGlite } | { kind: 'postgres'; sql: Sql; url: string; pooled: boolean }
  close(): Promise<void>
}

/**
 * Where to find the database: a PostgreSQL URL, or a folder for the embedded one (`:memory:` keeps it in memory, for tests), made of
 * the packed cluster `from` where there is none. `pooled` says that there may be a pooler before PostgreSQL that hands a connection
 * on after each transaction.
 */
export type DatabaseLocation =
  | { url: string; maxConnections?: number; pooled?: boolean }
  | { dataDir: string; from?: Blob }

/** An idle connection of a process that may be frozen is given up after this: the other side would have closed it by the time it is thawed. */
const IDLE_SECONDS = 10

/** Opens a database. Does not migrate it (see `migrate.ts`). */
export async function openDatabase(location: DatabaseLocation): Promise<DatabaseConnection> {
  if ('url' in location) {
    const [{ default: postgres }, { drizzle }] = await Promise.all([
      import('postgres'),
      import('drizzle-orm/postgres-js'),
    ])
    const { url, maxConnections: max = 10, pooled = false } = location
    // What is prepared belongs to one connection, which a pooler hands to somebody else.
    const sql = postgres(url, {
      max,
      onnotice: () => {},
      ...(pooled && { prepare: false, idle_timeout: IDLE_SECONDS }),
    })
    const db = drizzle(sql, { schema, casing: 'snake_case' })
    return { db, driver: { kind: 'postgres', sql, url, pooled }, close: () => sql.end({ timeout: 5 }) }
  }
  const [pglite, { drizzle }] = await Promise.all([
    openEmbedded(location.dataDir, location.from),
    import('drizzle-orm/pglite'),
  ])
  const db = drizzle(pglite, { schema, casing: 'snake_case' })
  return { db, driver: { kind: 'embedded', pglite }, close: () => pglite.close() }
}

/** The rows of a raw statement: the drivers answer in two shapes. */
export function rowsOf<Row extends object>(result: unknown): Row[] {
  return (Array.isArray(result) ? result : (result as { rows: Row[] }).rows) as Row[]
}

const PROCESS = Symbol.for('mcp-ferry.database')
type Holder = { [PROCESS]?: Promise<DatabaseConnection> }

/**
 * The database of this process, opened once. It hangs on `globalThis` because `server.ts` and Next's bundles are two module
 * graphs in one process, and an embedded database opened twice is a lost database.
 */
export function processDatabase(open: () => Promise<DatabaseConnection>): Promise<DatabaseConnection> {
  const holder = globalThis as Holder
  holder[PROCESS] ??= open().catch((error: unknown) => {
    // The next one who asks tries again.
    delete holder[PROCESS]
    throw error
  })
  return holder[PROCESS]
}
