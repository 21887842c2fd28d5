import { type DatabaseConnection, openDatabase, processDatabase } from '#db/client.ts'
import { migrateDatabase } from '#db/migrate.ts'
import { environment } from '#lib/core/index.ts'

/** The database of this process, opened and migrated once, as the environment says. */
export function serverDatabase(): Promise<DatabaseConnection> {
  return processDatabase(async () => {
    const env = environment()
    const connection = await openDatabase(
      env.DATABASE_URL === undefined ? { dataDir: env.DATA_DIR } : { url: env.DATABASE_URL },
    )
    await migrateDatabase(connection)
    return connection
  })
}
