import { connection as incomingRequest } from 'next/server'
import { type DatabaseConnection, processDatabase } from '#db/client.ts'
import { environment } from '#lib/core/index.ts'
import { openInstallation } from '#lib/installation/index.ts'

/**
 * The database of this process, opened and migrated once, as the environment says. Only for a request: a page that asks for it is
 * never rendered by the build, which must not touch anybody's data.
 */
export async function serverDatabase(): Promise<DatabaseConnection> {
  await incomingRequest()
  return processDatabase(() => openInstallation(environment()))
}
