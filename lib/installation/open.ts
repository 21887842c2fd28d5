import { type DatabaseConnection, openDatabase } from '#db/client.ts'
import { applyMigrations, MIGRATIONS, withMigrationLock } from '#db/migrate.ts'
import { readMigrationState } from '#db/migration-state.ts'
import { databaseFault, type Environment, embeddedFault, FerryError, keys, runsServerless } from '#lib/core/index.ts'
import { isSameRecord, readKeyRecord, requireKeys, writeKeyRecord } from './key-record.ts'
import { requireVersion } from './require-version.ts'
import { readSchemaNote, writeSchemaNote } from './schema-note.ts'

/** There may be hundreds of functions at once, most behind a pooler: each has one connection here, and one of the queue. */
const FUNCTION = { maxConnections: 1, pooled: true } as const

/**
 * The database that the environment names, opened, found fit for this release and these keys, and migrated; safe when several
 * processes start at once. Throws `FerryError`s: `database_unreachable`, `database_read_only`, `database_newer`, `keys_differ`, …
 */
export async function openInstallation(
  env: Pick<Environment, 'DATABASE_URL' | 'DATA_DIR'>,
  { migrations = MIGRATIONS } = {},
): Promise<DatabaseConnection> {
  // First of all: a database that is there already needs the keys it was used with.
  keys()
  const connection = await openDatabase(
    env.DATABASE_URL === undefined
      ? { dataDir: env.DATA_DIR }
      : { url: env.DATABASE_URL, ...(runsServerless() && FUNCTION) },
  ).catch((error: unknown) => {
    throw env.DATABASE_URL === undefined ? embeddedFault(env.DATA_DIR, error) : error
  })
  try {
    await prepareInstallation(connection, migrations)
    return connection
  } catch (error) {
    await connection.close().catch(() => {})
    throw databaseFault(error, { opening: true }) ?? error
  }
}

/** Brings an open database to this release, after every reason to leave it alone was looked for. */
export async function prepareInstallation(connection: DatabaseConnection, migrations = MIGRATIONS): Promise<void> {
  if (await isPrepared(connection, migrations)) return
  await withMigrationLock(connection, async (locked) => {
    const { state, record } = await requireFit(locked, migrations)
    if (state.pending.length > 0) {
      await applyMigrations(locked, migrations).catch((error: unknown) => {
        throw foreignTables(error) ?? error
      })
      await writeSchemaNote(locked.db, state.known.at(-1) ?? '')
    }
    await writeKeyRecord(locked.db, record)
  })
}

/** Whether there is nothing to do: found out without the lock and without writing, so that most starts cost two questions. */
async function isPrepared(connection: DatabaseConnection, migrations: string): Promise<boolean> {
  const { state, record } = await requireFit(connection, migrations)
  return state.pending.length === 0 && record !== undefined && isSameRecord(record)
}

/** Looks, and throws what speaks against serving this database. */
async function requireFit(connection: DatabaseConnection, migrations: string) {
  const { db, driver } = connection
  const state = await readMigrationState(connection, migrations)
  // The table of settings came with the first migration; of a newer release it may be anything.
  const isOurs = state.applied.length > 0
  requireVersion(state, isOurs || state.unknown.length > 0 ? await readSchemaNote(db) : undefined)
  const record = isOurs ? await readKeyRecord(db) : undefined
  if (isOurs) await requireKeys(db, record, { alone: driver.kind === 'embedded' })
  return { state, record }
}

/** `duplicate_table` and `duplicate_object`: somebody else's tables are in the way. */
function foreignTables(error: unknown): FerryError | undefined {
  const cause = error instanceof Error ? (error.cause ?? error) : undefined
  const { code, message } = (cause ?? {}) as { code?: string; message?: string }
  if (code !== '42P07' && code !== '42710') return undefined
  return new FerryError('database_taken', 500, `The database holds tables of something else: ${message}.`, {
    next: 'Give MCP Ferry a database of its own.',
    cause: error,
  })
}
