import fs from 'node:fs'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { type DatabaseConnection, rowsOf } from './client.ts'
import { MIGRATIONS } from './migrate.ts'

/** What a database holds, beside what this release brings. Migrations are named by their files (`0000_initial`), the oldest first. */
export interface MigrationState {
  /** Nothing but reading is allowed there: a standby, or made so. */
  readOnly: boolean
  /** What this release brings. */
  known: string[]
  /** What of it the database has. */
  applied: string[]
  /** What will be applied. */
  pending: string[]
  /** What the database lacks although it has a later one: the migrator would never apply it. */
  missed: string[]
  /** When those were made that the database has and this release does not know. */
  unknown: Date[]
}

/** Looks, and writes nothing. */
export async function readMigrationState({ db }: DatabaseConnection, folder = MIGRATIONS): Promise<MigrationState> {
  const [facts] = rowsOf<{ read_only: boolean; there: boolean }>(
    await db.execute(sql`
      select current_setting('transaction_read_only') = 'on' as read_only,
        to_regclass('drizzle.__drizzle_migrations') is not null as there`),
  )
  const there =
    facts?.there === true
      ? rowsOf<{ hash: string; at: string }>(
          await db.execute(sql`select hash, created_at::text as at from drizzle.__drizzle_migrations`),
        )
      : []
  return { ...migrationState(there, folder), readOnly: facts?.read_only === true }
}

/** The state of a database of which it is known what was applied there: hash and unix milliseconds of each, as the migrator keeps them. */
export function migrationState(
  there: readonly { hash: string; at: string }[],
  folder = MIGRATIONS,
): Omit<MigrationState, 'readOnly'> {
  const files = filesOf(folder)
  const hashes = new Set(there.map(({ hash }) => hash))
  const newest = Math.max(0, ...there.map(({ at }) => Number(at)))
  const lacking = files.filter(({ hash }) => !hashes.has(hash))
  const ours = new Set(files.map(({ hash }) => hash))
  return {
    known: files.map(({ tag }) => tag),
    applied: files.filter(({ hash }) => hashes.has(hash)).map(({ tag }) => tag),
    pending: lacking.filter(({ at }) => at > newest).map(({ tag }) => tag),
    missed: lacking.filter(({ at }) => at <= newest).map(({ tag }) => tag),
    unknown: there
      .filter(({ hash }) => !ours.has(hash))
      .map(({ at }) => new Date(Number(at)))
      .toSorted((one, other) => one.getTime() - other.getTime()),
  }
}

/** The migrator's own reading of the files, with the name of each. */
function filesOf(folder: string): { tag: string; hash: string; at: number }[] {
  const journal = JSON.parse(fs.readFileSync(path.join(folder, 'meta', '_journal.json'), 'utf8')) as {
    entries: { tag: string }[]
  }
  return readMigrationFiles({ migrationsFolder: folder }).map(({ hash, folderMillis }, index) => ({
    tag: journal.entries[index]?.tag ?? '',
    hash,
    at: folderMillis,
  }))
}
