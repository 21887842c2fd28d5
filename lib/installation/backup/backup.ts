import fs from 'node:fs'
import { type DatabaseConnection, openDatabase, rowsOf } from '#db/client.ts'
import { hasEmbedded } from '#db/embedded.ts'
import { databaseFault, type Environment, FerryError, keyTexts } from '#lib/core/index.ts'
import { holdInstallation } from '../hold.ts'
import { countSealed, type SealedCount } from '../sealed-columns.ts'
import { countRows, type RowCount } from './count-rows.ts'
import { keysBeside, requireFree, writeWhole } from './files.ts'
import { requireToolFor, runTool } from './postgres-tools.ts'

/** What a backup has, and what it lacks. */
export interface BackupReport extends RowCount {
  bytes: number
  /** The secrets in it, which nothing opens without the keys. */
  sealed: SealedCount[]
  /** Where the keys were written, when they were asked for. */
  keys: string | undefined
}

/**
 * Writes the whole database to `file`: the embedded one, which no server may hold, as a packed folder; PostgreSQL by pg_dump, as it is
 * at one moment, whoever works meanwhile. The keys are never in it; `withKeys` writes them beside it. Throws `file_exists`,
 * `data_folder_taken`, `nothing_to_back_up`, `postgres_tool_missing`, `postgres_tool_old`, …
 */
export async function backUp(
  env: Environment,
  file: string,
  { withKeys }: { withKeys: boolean },
): Promise<BackupReport> {
  requireFree(file)
  if (withKeys) requireFree(keysBeside(file))
  const release = holdInstallation(env, 'npm run backup')
  try {
    if (env.DATABASE_URL === undefined && !hasEmbedded(env.DATA_DIR)) throw nothing(env.DATA_DIR)
    const connection = await openDatabase(
      env.DATABASE_URL === undefined ? { dataDir: env.DATA_DIR } : { url: env.DATABASE_URL, maxConnections: 1 },
    )
    try {
      const sealed = await countSealed(connection.db)
      const counted = await countRows(connection.db)
      if (counted.tables === 0) throw nothing('the database')
      const bytes = await writeWhole(file, (part) => dump(connection, part))
      if (withKeys)
        fs.writeFileSync(keysBeside(file), `${JSON.stringify(keyTexts(), null, 2)}\n`, { flag: 'wx', mode: 0o600 })
      return { ...counted, bytes, sealed, keys: withKeys ? keysBeside(file) : undefined }
    } finally {
      await connection.close()
    }
  } catch (error) {
    throw databaseFault(error, { opening: true }) ?? error
  } finally {
    release()
  }
}

async function dump({ driver, db }: DatabaseConnection, part: string): Promise<void> {
  if (driver.kind === 'embedded') {
    const packed = await driver.pglite.dumpDataDir('gzip')
    await fs.promises.writeFile(part, packed.stream())
    return
  }
  const [server] = rowsOf<{ release: number }>(
    await db.execute("select current_setting('server_version_num')::int / 10000 as release"),
  )
  await requireToolFor('pg_dump', server?.release ?? 0)
  await runTool('pg_dump', ['--format=custom', '--no-owner', '--no-privileges', '--file', part], { url: driver.url })
}

function nothing(where: string): FerryError {
  return new FerryError('nothing_to_back_up', 404, `There is nothing to back up in ${where}.`, {
    next: 'DATA_DIR and DATABASE_URL say which database is meant; .env is read too.',
  })
}
