import { type DatabaseConnection, processDatabase } from '#db/client.ts'
import { type Environment, environment } from '#lib/core/index.ts'
import { ensureFirstAdmin } from '#lib/identity/index.ts'
import { holdInstallation, openInstallation, requireMemory, waitForDatabase } from '#lib/installation/index.ts'
import { leaveOnSignal } from './shutdown.ts'

/** What a process of ours needs before it can work: its environment, and the database, migrated. */
export interface Booted {
  env: Environment
  connection: DatabaseConnection
  /** Closes the database and gives the data folder back. */
  close(): Promise<void>
}

/** How long a start waits for a database that is not there yet: one that starts with us, or is being restarted. */
const DATABASE_SECONDS = 120

/** Opens everything; throws a `FerryError` that says what is missing or wrong, or who holds the data folder. */
export async function boot(): Promise<Booted> {
  leaveOnSignal()
  const env = environment()
  if (env.DATABASE_URL === undefined) requireMemory()
  const release = holdInstallation(env, `http://${env.HOST}:${env.PORT}`)
  try {
    const connection = await processDatabase(() => waitForDatabase(() => openInstallation(env), DATABASE_SECONDS))
    await ensureFirstAdmin(connection)
    return {
      env,
      connection,
      close: async () => {
        await connection.close()
        release()
      },
    }
  } catch (error) {
    release()
    throw error
  }
}
