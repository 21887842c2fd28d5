import fs from 'node:fs'
import path from 'node:path'
import { type DatabaseConnection, openDatabase, rowsOf } from '#db/client.ts'
import { hasEmbedded } from '#db/embedded.ts'
import { databaseFault, type Environment, FerryError, keyTexts } from '#lib/core/index.ts'
import { sendUnfinished, unfinishedJobs } from '#lib/queue/index.ts'
import { holdInstallation } from '../hold.ts'
import { openInstallation } from '../open.ts'
import { copyTables } from './copy-tables.ts'
import { countRows, publicTables, type RowCount } from './count-rows.ts'
import { writeWhole } from './files.ts'

/** What was carried over. */
export interface MoveReport extends RowCount {
  /** Unfinished work that goes on there. */
  jobs: number
  /** The file with the variables to set from now on: `DATABASE_URL` and the keys. */
  envFile: string
}

/** Starts the queue of this process on a database, for sending only, and returns how to stop it. */
type StartQueue = (connection: DatabaseConnection) => Promise<{ stop(): Promise<void> }>

/**
 * Carries everything from the embedded database, which no server may hold, to an empty PostgreSQL, and compares every row; in one
 * transaction there, and nothing is changed here. The variables to set, keys among them, are written to `postgres.env` in
 * the data folder. `told` hears of each table. Throws `nothing_to_move`, `not_empty`, `copy_differs`, …
 */
export async function moveToPostgres(
  env: Environment,
  url: string,
  { startQueue, told }: { startQueue: StartQueue; told: (table: { name: string; rows: number }) => void },
): Promise<MoveReport> {
  if (env.DATABASE_URL !== undefined)
    throw new FerryError('nothing_to_move', 409, 'DATABASE_URL is set: this installation is on PostgreSQL already.', {
      next: 'To move from one PostgreSQL to another, use «npm run backup» and «npm run restore».',
    })
  const release = holdInstallation(env, 'npm run move')
  try {
    if (!hasEmbedded(env.DATA_DIR))
      throw new FerryError('nothing_to_move', 404, `There is no database in ${env.DATA_DIR}.`, {
        next: 'Name the right folder in DATA_DIR.',
      })
    const here = await openInstallation(env)
    try {
      await requireEmpty(url)
      const there = await openInstallation({ DATABASE_URL: url, DATA_DIR: env.DATA_DIR })
      try {
        const jobs = await carry(here, there, startQueue, told)
        return { ...(await countRows(there.db)), jobs, envFile: await writeEnvFile(env, url) }
      } finally {
        await there.close()
      }
    } finally {
      await here.close()
    }
  } catch (error) {
    throw databaseFault(error, { opening: true }) ?? error
  } finally {
    release()
  }
}

async function carry(
  here: DatabaseConnection,
  there: DatabaseConnection,
  startQueue: StartQueue,
  told: (table: { name: string; rows: number }) => void,
): Promise<number> {
  if (here.driver.kind !== 'embedded' || there.driver.kind !== 'postgres') throw new Error('not from here to there')
  const { pglite } = here.driver
  const jobs = await unfinishedJobs(here.db)
  const queue = await startQueue(there)
  try {
    await there.driver.sql.begin(async (tx) => {
      // What a first start wrote there: the settings that come along replace it.
      await tx`delete from settings`
      await copyTables(pglite, tx, told)
      await sendUnfinished(jobs, async (text, values) => tx.unsafe(text, values as never[]))
    })
  } finally {
    await queue.stop()
  }
  return jobs.length
}

/** Nothing there but what an attempt or a first start leaves: our tables without a row, apart from settings. */
async function requireEmpty(url: string): Promise<void> {
  const connection = await openDatabase({ url, maxConnections: 1 })
  try {
    const [server] = rowsOf<{ encoding: string }>(
      await connection.db.execute("select current_setting('server_encoding') as encoding"),
    )
    if (server?.encoding !== 'UTF8')
      throw new FerryError(
        'wrong_encoding',
        409,
        `That database keeps its texts in ${server?.encoding}, not in UTF8.`,
        {
          next: "Make one with «create database … encoding 'UTF8' template template0».",
        },
      )
    for (const name of await publicTables(connection.db)) {
      if (name === 'settings' || !(await hasRows(connection, name))) continue
      throw new FerryError('not_empty', 409, `That database is not empty: its table ${name} has rows.`, {
        next: 'Give an empty one.',
      })
    }
  } finally {
    await connection.close()
  }
}

async function hasRows({ driver }: DatabaseConnection, name: string): Promise<boolean> {
  if (driver.kind !== 'postgres') return false
  return (await driver.sql`select 1 from public.${driver.sql(name)} limit 1`).length > 0
}

async function writeEnvFile({ DATA_DIR }: Environment, url: string): Promise<string> {
  const file = path.join(DATA_DIR, 'postgres.env')
  const lines = {
    DATABASE_URL: url,
    ...keyTexts(),
    ...(fs.existsSync(path.join(DATA_DIR, 'demo')) && { DEMO: 'true' }),
  }
  const text = Object.entries(lines).map(([name, value]) => `${name}=${value}\n`)
  await writeWhole(file, (part) => fs.promises.writeFile(part, text.join('')))
  return file
}
