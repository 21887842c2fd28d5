import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { type Database, type DatabaseConnection, openDatabase } from '#db/client.ts'
import { migrateDatabase } from '#db/migrate.ts'
import './environment.ts'
import { createDatabase, postgresAnswers } from './postgres.ts'

/** The database that the tests of a block share; usable inside tests and hooks, not while they are being collected. */
export interface TestDatabase {
  readonly connection: DatabaseConnection
  readonly db: Database
  /** Empties every table, so that each test starts from nothing. */
  truncate(): Promise<void>
}

const reachable = await postgresAnswers()

/**
 * Runs the same tests on the embedded database and on PostgreSQL (`TEST_DATABASE_URL`, else the one on this machine), each
 * opened once, migrated, and removed afterwards. Without a PostgreSQL its half is one skipped test that says so.
 */
export function describeDatabases(name: string, body: (database: TestDatabase) => void): void {
  describe(`${name} (embedded)`, () =>
    body(
      useDatabase(async () => ({ connection: await openDatabase({ dataDir: ':memory:' }), remove: async () => {} })),
    ))
  if (reachable) describe(`${name} (PostgreSQL)`, () => body(useDatabase(freshPostgres)))
  else it.skip(`${name} (PostgreSQL): none answers; set TEST_DATABASE_URL`, () => {})
}

function useDatabase(
  open: () => Promise<{ connection: DatabaseConnection; remove: () => Promise<void> }>,
): TestDatabase {
  let opened: Awaited<ReturnType<typeof open>> | undefined
  beforeAll(async () => {
    opened = await open()
    await migrateDatabase(opened.connection)
  }, 60_000)
  afterAll(async () => {
    await opened?.connection.close()
    await opened?.remove()
  }, 30_000)
  const connection = () => {
    if (opened === undefined) throw new Error('the database is open only while tests run')
    return opened.connection
  }
  return {
    get connection() {
      return connection()
    },
    get db() {
      return connection().db
    },
    truncate: () => truncate(connection().db),
  }
}

async function truncate(db: Database): Promise<void> {
  await db.execute(sql`
    do $$ declare names text; begin
      select string_agg(format('%I', tablename), ', ') into names from pg_tables where schemaname = 'public';
      execute 'truncate ' || names || ' restart identity cascade';
    end $$`)
}

async function freshPostgres() {
  const { url, drop } = await createDatabase()
  return { connection: await openDatabase({ url }), remove: drop }
}
