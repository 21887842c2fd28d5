import fs from 'node:fs'
import { type DatabaseConnection, openDatabase } from '#db/client.ts'
import { databaseFault, type Environment, FerryError, keyFile } from '#lib/core/index.ts'
import { lostSecrets } from '../accept-keys.ts'
import { holdInstallation } from '../hold.ts'
import type { SealedCount } from '../sealed-columns.ts'
import { countRows, type RowCount } from './count-rows.ts'
import { keysOf, kindOfBackup } from './files.ts'
import { restoreEmbedded } from './restore-embedded.ts'
import { restorePostgres } from './restore-postgres.ts'

/** What is there after restoring. */
export interface RestoreReport extends RowCount {
  /** The secrets that the keys at hand do not open. */
  lost: SealedCount[]
  /** Where what was there before was moved to (embedded). */
  before: string | undefined
  /** Keys beside the backup: `taken` into the data folder, `apart` where the environment has to give them, `none`; `missing` where there are no others. */
  keys: 'taken' | 'apart' | 'none' | 'missing'
}

/**
 * Puts a backup in place of the database that the environment names, whole or not at all. A database that holds anything is
 * left alone unless `replace`. Throws `not_empty`, `no_backup`, `wrong_database` (a backup of the other kind), `database_newer`,
 * `data_folder_taken`, `database_in_use`, …
 */
export async function restore(
  env: Environment,
  file: string,
  { replace }: { replace: boolean },
): Promise<RestoreReport> {
  const kind = kindOfBackup(file)
  const wanted = env.DATABASE_URL === undefined ? 'embedded' : 'postgres'
  if (kind !== wanted) throw wrongDatabase(file, kind)
  const beside = keysOf(file)
  const release = holdInstallation(env, 'npm run restore')
  try {
    const { before, taken } =
      env.DATABASE_URL === undefined
        ? await restoreEmbedded(env, file, { replace, beside })
        : await restorePostgres(env.DATABASE_URL, file, { replace })
    const found = await lookInto(
      await openDatabase(env.DATABASE_URL === undefined ? { dataDir: env.DATA_DIR } : { url: env.DATABASE_URL }),
    )
    return {
      ...found,
      before,
      keys: taken ? 'taken' : beside !== undefined ? 'apart' : hasKeys(env) ? 'none' : 'missing',
    }
  } catch (error) {
    throw databaseFault(error, { opening: true }) ?? error
  } finally {
    release()
  }
}

function hasKeys({ SEALING_KEYS, DATA_DIR }: Environment): boolean {
  return SEALING_KEYS !== undefined || fs.existsSync(keyFile(DATA_DIR))
}

async function lookInto(connection: DatabaseConnection): Promise<RowCount & { lost: SealedCount[] }> {
  try {
    return { ...(await countRows(connection.db)), lost: await lostSecrets(connection) }
  } finally {
    await connection.close()
  }
}

function wrongDatabase(file: string, kind: 'embedded' | 'postgres'): FerryError {
  return kind === 'embedded'
    ? new FerryError(
        'wrong_database',
        409,
        `${file} is of an embedded database, but DATABASE_URL names a PostgreSQL.`,
        {
          next: 'Restore it without DATABASE_URL, then «npm run move -- postgres://…» carries it over.',
        },
      )
    : new FerryError('wrong_database', 409, `${file} is of a PostgreSQL, but DATABASE_URL is not set.`, {
        next: 'Set DATABASE_URL to an empty database.',
      })
}
