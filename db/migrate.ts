import path from 'node:path'
import type { DatabaseConnection } from './client.ts'

/** One number for all our processes: they take this advisory lock while they migrate. */
const MIGRATION_LOCK = 7_263_001

/** Brings the database to the newest schema by the SQL files of `drizzle/`; safe when several processes start at once. */
export async function migrateDatabase(connection: DatabaseConnection, folder = path.resolve('drizzle')): Promise<void> {
  const { driver } = connection
  if (driver.kind === 'embedded') {
    const [{ migrate }, { drizzle }] = await Promise.all([
      import('drizzle-orm/pglite/migrator'),
      import('drizzle-orm/pglite'),
    ])
    await migrate(drizzle(driver.pglite), { migrationsFolder: folder })
    return
  }
  const [{ migrate }, { drizzle }, { default: postgres }] = await Promise.all([
    import('drizzle-orm/postgres-js/migrator'),
    import('drizzle-orm/postgres-js'),
    import('postgres'),
  ])
  const sql = postgres(driver.url, { max: 1, onnotice: () => {} })
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`
    await migrate(drizzle(sql), { migrationsFolder: folder })
  } finally {
    await sql.end({ timeout: 5 })
  }
}
