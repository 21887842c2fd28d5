import { sql } from 'drizzle-orm'
import { type Database, type DatabaseConnection, openDatabase, rowsOf } from '#db/client.ts'
import { migrationState, readMigrationState } from '#db/migration-state.ts'
import { FerryError } from '#lib/core/index.ts'
import { requireVersion } from '../require-version.ts'
import { publicTables } from './count-rows.ts'
import { requireToolFor, runTool, streamTool } from './postgres-tools.ts'

/** Empties a database of ours: what it has beside is left. */
const EMPTY = `
do $$ declare names text; begin
  select string_agg(format('public.%I', tablename), ', ') into names from pg_tables where schemaname = 'public';
  if names is not null then execute 'drop table ' || names || ' cascade'; end if;
end $$;
drop schema if exists drizzle cascade;
drop schema if exists pgboss cascade;
`

/** Restores in one transaction of psql, so that whatever fails leaves everything as it was. */
export async function restorePostgres(
  url: string,
  file: string,
  { replace }: { replace: boolean },
): Promise<{ before: undefined; taken: false }> {
  const connection = await openDatabase({ url, maxConnections: 1 })
  try {
    await requireKnown(connection, file)
    const full = (await publicTables(connection.db)).length > 0
    if (full) await requireReplaceable(connection, replace)
  } finally {
    await connection.close()
  }
  await runTool(
    'psql',
    ['--no-psqlrc', '--quiet', '--single-transaction', '--set=ON_ERROR_STOP=1', '--output=/dev/null'],
    {
      url,
      input: (async function* () {
        yield EMPTY
        yield* streamTool('pg_restore', ['--no-owner', '--no-privileges', '--no-comments', '--file=-', file])
      })(),
    },
  )
  return { before: undefined, taken: false }
}

/** Whether this release knows what the backup was migrated to, read from the file itself. */
async function requireKnown({ db, driver }: DatabaseConnection, file: string): Promise<void> {
  if (driver.kind !== 'postgres') return
  const [server] = rowsOf<{ release: number; only: boolean }>(
    await db.execute(
      sql`select current_setting('server_version_num')::int / 10000 as release, current_setting('transaction_read_only') = 'on' as only`,
    ),
  )
  await requireToolFor('pg_restore', server?.release ?? 0)
  const rows = await runTool(
    'pg_restore',
    ['--data-only', '--schema=drizzle', '--table=__drizzle_migrations', '--file=-', file],
    { url: undefined },
  )
  const applied = [...rows.matchAll(/^\d+\t(\S+)\t(\d+)$/gm)].map(([, hash = '', at = '']) => ({ hash, at }))
  if (applied.length === 0)
    throw new FerryError('no_backup', 422, `${file} is not a backup of MCP Ferry.`, {
      next: 'Give a file that «npm run backup» has written.',
    })
  requireVersion({ ...migrationState(applied), readOnly: server?.only === true }, undefined)
}

/** Only a database of ours, and one that nobody uses meanwhile. */
async function requireReplaceable(connection: DatabaseConnection, replace: boolean): Promise<void> {
  const { applied, unknown } = await readMigrationState(connection)
  if (applied.length === 0 && unknown.length === 0)
    throw new FerryError('database_taken', 409, 'The database holds tables of something else.', {
      next: 'Give MCP Ferry a database of its own.',
    })
  if (!replace)
    throw new FerryError('not_empty', 409, 'The database holds an installation already.', {
      next: 'Give DATABASE_URL of an empty one, or add --replace: what is there is then gone for good.',
    })
  const others = await otherConnections(connection.db)
  if (others > 0)
    throw new FerryError('database_in_use', 409, `The database is in use by ${others} other connection(s).`, {
      next: 'Stop every process of MCP Ferry on it first.',
    })
}

async function otherConnections(db: Database): Promise<number> {
  const [row] = rowsOf<{ n: number }>(
    await db.execute(sql`
      select count(*)::int as n from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`),
  )
  return row?.n ?? 0
}
