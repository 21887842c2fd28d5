import { connection as incomingRequest } from 'next/server'
import { type DatabaseConnection, openDatabase, processDatabase } from '#db/client.ts'
import { migrateDatabase } from '#db/migrate.ts'
import { environment } from '#lib/core/index.ts'

/**
 * The database of this process, opened and migrated once, as the environment says. Only for a request: a page that asks for it is
 * never rendered by the build, which must not touch anybody's data.
 */
export async function serverDatabase(): Promise<DatabaseConnection> {
  await incomingRequest()
  return processDatabase(async () => {
    const env = environment()
    const connection = await openDatabase(
      env.DATABASE_URL === undefined ? { dataDir: env.DATA_DIR } : { url: env.DATABASE_URL },
    )
    await migrateDatabase(connection)
    return connection
  })
}
