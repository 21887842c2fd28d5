import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { type Database, type DatabaseConnection, openDatabase } from '#db/client.ts'
import { migrateDatabase } from '#db/migrate.ts'
import './environment.ts'

/** The database that the tests of a block share; usable inside tests and hooks, not while they are being collected. */
export interface TestDatabase {
  readonly connection: DatabaseConnection
  readonly db: Database
  /** Empties every table, so that each test starts from nothing. */
  truncate(): Promise<void>
}

const SERVER = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
const reachable = await serverAnswers()

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
  const name = `ferry_test_${randomBytes(6).toString('hex')}`
  await onServer((server) => server.unsafe(`create database ${name}`))
  const url = new URL(SERVER)
  url.pathname = `/${name}`
  return {
    connection: await openDatabase({ url: url.href }),
    remove: () => onServer((server) => server.unsafe(`drop database if exists ${name} with (force)`)).then(() => {}),
  }
}

async function onServer<T>(work: (server: postgres.Sql) => Promise<T>): Promise<T> {
  const server = postgres(SERVER, { max: 1, connect_timeout: 3, onnotice: () => {} })
  try {
    return await work(server)
  } finally {
    await server.end({ timeout: 5 })
  }
}

async function serverAnswers(): Promise<boolean> {
  try {
    await onServer((server) => server`select 1`)
    return true
  } catch {
    return false
  }
}
