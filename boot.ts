import { type DatabaseConnection, processDatabase } from '#db/client.ts'
import { type Environment, environment } from '#lib/core/index.ts'
import { ensureFirstAdmin } from '#lib/identity/index.ts'
import { holdInstallation, openInstallation } from '#lib/installation/index.ts'

/** What a process of ours needs before it can work: its environment, and the database, migrated. */
export interface Booted {
  env: Environment
  connection: DatabaseConnection
  /** Closes the database and gives the data folder back. */
  close(): Promise<void>
}

/** Opens everything; throws a `FerryError` that says what is missing or wrong, or who holds the data folder. */
export async function boot(): Promise<Booted> {
  const env = environment()
  const release = holdInstallation(env, `http://${env.HOST}:${env.PORT}`)
  try {
    const connection = await processDatabase(() => openInstallation(env))
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
