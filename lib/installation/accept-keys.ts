import { type DatabaseConnection, openDatabase } from '#db/client.ts'
import { readMigrationState } from '#db/migration-state.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { type Environment, FerryError, keys, makeKeyFile, unseal } from '#lib/core/index.ts'
import { holdInstallation } from './hold.ts'
import { readKeyRecord, writeKeyRecord } from './key-record.ts'
import { requireVersion } from './require-version.ts'
import { countSealed, type SealedCount } from './sealed-columns.ts'

/**
 * Makes the keys of this process those of its database, whatever they were before: for keys that are lost, and for another
 * AUTH_SECRET. Returns the secrets that can't be opened with them; with `write: false` nothing is changed. Other processes must be
 * stopped. An embedded database whose keys are gone gets fresh ones.
 */
export async function acceptKeys(env: Environment, { write }: { write: boolean }): Promise<SealedCount[]> {
  const release = holdInstallation(env, 'npm run keys')
  try {
    const connection = await openDatabase(
      env.DATABASE_URL === undefined ? { dataDir: env.DATA_DIR } : { url: env.DATABASE_URL },
    )
    try {
      return await accept(connection, env, write)
    } finally {
      await connection.close()
    }
  } finally {
    release()
  }
}

async function accept(connection: DatabaseConnection, env: Environment, write: boolean): Promise<SealedCount[]> {
  const { db } = connection
  const state = await readMigrationState(connection)
  requireVersion(state, undefined)
  if (state.applied.length === 0)
    throw new FerryError(
      'database_empty',
      409,
      'The database is empty: its first start takes whatever keys it is given.',
    )
  if (write && env.SEALING_KEYS === undefined) makeKeyFile(env.DATA_DIR)
  const lost = await lostSecrets(connection)
  if (!write) return lost
  await db.transaction(async (tx) => {
    await writeKeyRecord(tx, await readKeyRecord(tx))
    await recordAudit(
      tx,
      { kind: 'system', name: 'npm run keys' },
      {
        action: 'keys.accept',
        targetKind: 'installation',
        targetLabel: 'Keys',
        changes: { secretsThatCannotBeOpened: { to: lost.reduce((sum, { count }) => sum + count, 0) } },
      },
    )
  })
  return lost
}

/** The secrets that this process's keys do not open; all of them where it has none. */
export async function lostSecrets({ db }: DatabaseConnection): Promise<SealedCount[]> {
  const lost: SealedCount[] = []
  for (const count of await countSealed(db)) if (!(await opens(count))) lost.push(count)
  return lost
}

async function opens({ sample, purpose }: SealedCount): Promise<boolean> {
  try {
    keys()
    await unseal(sample, purpose)
    return true
  } catch {
    return false
  }
}
