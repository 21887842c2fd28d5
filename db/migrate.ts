import path from 'node:path'
import { sql } from 'drizzle-orm'
import { type DatabaseConnection, openDatabase } from './client.ts'

/** One number for all our processes: they take this advisory lock while they migrate. */
const MIGRATION_LOCK = 7_263_001

/** Where the generated SQL lies. */
export const MIGRATIONS = path.resolve('drizzle')

/** Brings the database to the newest schema by the SQL files of `drizzle/`; safe when several processes start at once. */
export async function migrateDatabase(connection: DatabaseConnection, folder = MIGRATIONS): Promise<void> {
  await withMigrationLock(connection, (locked) => applyMigrations(locked, folder))
}

/**
 * Does `work` as the only process that migrates, on a connection of its own that holds the lock. An embedded database has one
 * process anyway, and gives itself. Behind a pooler a lock outlives its transaction only by mistake: there a transaction holds it
 * beside the work.
 */
export async function withMigrationLock<T>(
  { driver, db, close }: DatabaseConnection,
  work: (locked: DatabaseConnection) => Promise<T>,
): Promise<T> {
  if (driver.kind === 'embedded') return work({ driver, db, close })
  if (driver.pooled) return besideLock({ driver, db, close }, driver.url, work)
  const locked = await openDatabase({ url: driver.url, maxConnections: 1 })
  try {
    if (locked.driver.kind === 'postgres') await locked.driver.sql`select pg_advisory_lock(${MIGRATION_LOCK})`
    return await work(locked)
  } finally {
    await locked.close()
  }
}

async function besideLock<T>(
  connection: DatabaseConnection,
  url: string,
  work: (locked: DatabaseConnection) => Promise<T>,
): Promise<T> {
  const keeper = await openDatabase({ url, maxConnections: 1, pooled: true })
  try {
    return await keeper.db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`)
      return work(connection)
    })
  } finally {
    await keeper.close()
  }
}

/** Applies what is missing; call it under the lock. */
export async function applyMigrations({ driver }: DatabaseConnection, folder = MIGRATIONS): Promise<void> {
  if (driver.kind === 'embedded') {
    const [{ migrate }, { drizzle }] = await Promise.all([
      import('drizzle-orm/pglite/migrator'),
      import('drizzle-orm/pglite'),
    ])
    await migrate(drizzle(driver.pglite), { migrationsFolder: folder })
    return
  }
  const [{ migrate }, { drizzle }] = await Promise.all([
    import('drizzle-orm/postgres-js/migrator'),
    import('drizzle-orm/postgres-js'),
  ])
  await migrate(drizzle(driver.sql), { migrationsFolder: folder })
}
