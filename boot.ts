import { type DatabaseConnection, openDatabase, processDatabase } from '#db/client.ts'
import { holdDataFolder } from '#db/data-folder.ts'
import { migrateDatabase } from '#db/migrate.ts'
import { type Environment, environment, FerryError } from '#lib/core/index.ts'
import { ensureFirstAdmin } from '#lib/identity/index.ts'

/** What a process of ours needs before it can work: its environment, and the database, migrated. */
export interface Booted {
  env: Environment
  connection: DatabaseConnection
  /** Closes the database and gives the data folder back. */
  close(): Promise<void>
}

/** Opens everything; throws a `FerryError` that says what is missing or who holds the data folder. */
export async function boot(): Promise<Booted> {
  const env = environment()
  const release = env.DATABASE_URL === undefined ? hold(env) : () => {}
  try {
    const connection = await processDatabase(async () => {
      const opened = await openDatabase(
        env.DATABASE_URL === undefined ? { dataDir: env.DATA_DIR } : { url: env.DATABASE_URL },
      )
      await migrateDatabase(opened)
      return opened
    })
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

function hold(env: Environment): () => void {
  const hold = holdDataFolder(env.DATA_DIR, `http://${env.HOST}:${env.PORT}`)
  if (hold.held) return hold.release
  const { pid, url, since } = hold.holder
  throw new FerryError(
    'data_folder_taken',
    500,
    `The data folder ${env.DATA_DIR} is held by process ${pid} (${url}, since ${since}).`,
    {
      next: 'Use that one, stop it first, or give this one another DATA_DIR.',
    },
  )
}
