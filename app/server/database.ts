import { connection as incomingRequest } from 'next/server'
import { type DatabaseConnection, processDatabase } from '#db/client.ts'
import { environment, runsServerless } from '#lib/core/index.ts'
import { ensureFirstAdmin } from '#lib/identity/index.ts'
import { openInstallation } from '#lib/installation/index.ts'
import { startWorkersOnDemand } from '#lib/worker/index.ts'

/**
 * The database of this process, opened and migrated once, as the environment says. Only for a request: a page that asks for it is
 * never rendered by the build, which must not touch anybody's data.
 */
export async function serverDatabase(): Promise<DatabaseConnection> {
  await incomingRequest()
  return processDatabase(async () => {
    const connection = await openInstallation(environment())
    if (runsServerless()) await beginFunction(connection)
    return connection
  })
}

/** What elsewhere our own server does when it starts. */
async function beginFunction(connection: DatabaseConnection): Promise<void> {
  await ensureFirstAdmin(connection)
  startWorkersOnDemand(connection)
}
