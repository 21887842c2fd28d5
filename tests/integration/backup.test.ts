import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { getTableName, sql } from 'drizzle-orm'
import { afterAll, afterEach, expect, it } from 'vitest'
import { type DatabaseConnection, openDatabase, rowsOf } from '#db/client.ts'
import { embeddedFolder } from '#db/embedded.ts'
import { services } from '#db/schema/index.ts'
import { type Context, keys, keyTexts, parseEnvironment } from '#lib/core/index.ts'
import { countRows } from '#lib/installation/backup/count-rows.ts'
import { runTool } from '#lib/installation/backup/postgres-tools.ts'
import { backUp, moveToPostgres, openInstallation, restore } from '#lib/installation/index.ts'
import { SEALED } from '#lib/installation/sealed-columns.ts'
import { startWorkers } from '#lib/worker/index.ts'
import type { Sandbox } from '#sandbox/index.ts'
import { person } from '#tests/helpers/people.ts'
import { createDatabase, postgresAnswers } from '#tests/helpers/postgres.ts'
import { freshKey, takeKeys } from '#tests/helpers/process-keys.ts'
import {
  actions,
  confirm,
  connect,
  ended,
  plan,
  quickSandbox,
  register,
  rightCredential,
  typed,
  type Wanted,
} from './sync-fixture.ts'
import { temporaryFolder } from './temporary-folder.ts'

const first = keys()
const hasTools = await runTool('pg_dump', ['--version'], { url: undefined }).then(
  () => true,
  () => false,
)
/** A compact JWE whose key is agreed upon, so that its second part is empty. */
const SEALED_TEXT = '^"?eyJ[A-Za-z0-9_-]+\\.\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+"?$'
const UNCHANGED = {
  Research: ['unchanged Handbook', 'unchanged Weather'],
  Support: ['unchanged Handbook', 'unchanged Weather'],
}

let sandbox: Sandbox
/** A folder whose database has carried two services into two namespaces, one with an entered token, and where a third one waits. */
let origin: string
let admin: Context
let wanted: Wanted
let waiting: string

const environmentOf = (dataDir: string, url?: string) =>
  parseEnvironment({ ...keyTexts(), DATA_DIR: dataDir, ...(url !== undefined && { DATABASE_URL: url }) })
const place = (url: string | undefined, dataDir: string) => (url === undefined ? { dataDir } : { url })

afterAll(async () => {
  await sandbox.close()
  fs.rmSync(origin, { recursive: true, force: true })
})
afterEach(() => takeKeys(first.sealing, first.authSecret))

async function inside<T>(
  url: string | undefined,
  dataDir: string,
  work: (ctx: Context, connection: DatabaseConnection) => Promise<T>,
) {
  const connection = await openInstallation({ DATABASE_URL: url, DATA_DIR: dataDir })
  try {
    return await work({ ...admin, db: connection.db }, connection)
  } finally {
    await connection.close()
  }
}

const rowsIn = (url: string | undefined, dataDir: string) => inside(url, dataDir, ({ db }) => countRows(db))
/** Made anew, a plan finds everything as it should be: fingerprints, sealed tokens and what was applied came along. */
const planIn = (url: string | undefined, dataDir: string) =>
  inside(url, dataDir, async (ctx) => actions(await plan(ctx, { ...wanted, tokens: {} })))

it('begins with an installation that has carried something, and has a run waiting', async () => {
  sandbox = await quickSandbox()
  origin = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-backup-'))
  const connection = await openInstallation(environmentOf(origin))
  admin = await person(connection.db, 'admin')
  const workers = await startWorkers(connection)
  const [weather, handbook, ledger] = [
    await register(admin, sandbox, 'weather'),
    await register(admin, sandbox, 'handbook'),
    await register(admin, sandbox, 'ledger'),
  ]
  const { platformId, namespace } = await connect(admin, sandbox)
  wanted = {
    platformId,
    serviceIds: [weather, handbook],
    namespaceIds: [namespace('Research'), namespace('Support')],
    tokens: { [handbook]: typed(rightCredential(sandbox, 'handbook')) },
  }
  await ended(admin, await confirm(admin, await plan(admin, wanted)))
  await workers.stop()
  const sender = await startWorkers(connection, { work: false })
  const more = {
    platformId,
    serviceIds: [ledger],
    namespaceIds: [namespace('Research')],
    tokens: { [ledger]: { mode: 'entered', source: 'service' } as const },
  }
  waiting = await confirm(admin, await plan(admin, more))
  await sender.stop()
  await connection.close()
}, 60_000)
it('every column that holds a sealed text is one that is looked at for the keys that it needs', async () => {
  const found = await inside(undefined, origin, async ({ db }) => {
    const columns = rowsOf<{ table: string; column: string }>(
      await db.execute(sql`
        select table_name as table, column_name as column from information_schema.columns
        where table_schema = 'public' and data_type in ('text', 'json', 'jsonb')`),
    )
    const holding: string[] = []
    for (const { table, column } of columns) {
      const text = sql`${sql.identifier(column)}::text`
      const [row] = rowsOf<{ some: boolean }>(
        await db.execute(
          sql`select exists (select from ${sql.identifier(table)} where ${text} ~ ${SEALED_TEXT}) as some`,
        ),
      )
      if (row?.some) holding.push(`${table}.${column}`)
    }
    return holding.sort()
  })
  const known = SEALED.map(({ column }) => `${getTableName(column.table)}.${column.name}`)
  expect(found.length).toBeGreaterThanOrEqual(4)
  expect(known).toEqual(expect.arrayContaining(found))
})

it('a backup of the embedded database, the disk lost, restored: the same, and a plan of unchanged', async () => {
  const folder = await temporaryFolder()
  const file = path.join(folder, 'ferry.backup')
  const before = await rowsIn(undefined, origin)
  const report = await backUp(environmentOf(origin), file, { withKeys: false })
  expect(report).toMatchObject(before)
  expect(report.sealed.map(({ count, what }) => `${count} ${what}`)).toContain('2 entered tokens of bindings')
  expect(fs.statSync(file).mode & 0o777).toBe(0o600)
  expect(fs.readdirSync(folder)).toEqual(['ferry.backup'])

  const data = path.join(folder, 'data')
  expect(await restore(environmentOf(data), file, { replace: false })).toMatchObject({
    ...before,
    lost: [],
    keys: 'none',
  })
  expect(await planIn(undefined, data)).toEqual(UNCHANGED)

  // What is there is not overwritten unasked, and kept when asked.
  await expect(restore(environmentOf(data), file, { replace: false })).rejects.toMatchObject({ code: 'not_empty' })
  // Without the right keys it says what is lost.
  takeKeys([freshKey('k1')], first.authSecret)
  const { lost, before: kept } = await restore(environmentOf(data), file, { replace: true })
  expect(fs.existsSync(path.join(kept ?? '', 'PG_VERSION'))).toBe(true)
  expect(lost.map(({ what }) => what)).toContain('entered tokens of bindings')
  await expect(openInstallation({ DATABASE_URL: undefined, DATA_DIR: data })).rejects.toMatchObject({
    code: 'keys_differ',
  })
}, 60_000)

it('keys go beside a backup only when asked for, and into the data folder from there', async () => {
  const folder = await temporaryFolder()
  const file = path.join(folder, 'ferry.backup')
  const { keys: written } = await backUp(environmentOf(origin), file, { withKeys: true })
  expect(written).toBe(`${file}.keys`)
  expect(fs.statSync(`${file}.keys`).mode & 0o777).toBe(0o600)
  await expect(backUp(environmentOf(origin), file, { withKeys: false })).rejects.toMatchObject({ code: 'file_exists' })

  const data = path.join(folder, 'data')
  const { keys: restored } = await restore(parseEnvironment({ DATA_DIR: data }), file, { replace: false })
  expect(restored).toBe('taken')
  expect(JSON.parse(fs.readFileSync(path.join(data, 'keys.json'), 'utf8'))).toEqual(keyTexts())
}, 60_000)

it('what is no backup, a cut off one, or nothing to back up, changes nothing', async () => {
  const folder = await temporaryFolder()
  const file = path.join(folder, 'ferry.backup')
  await backUp(environmentOf(origin), file, { withKeys: false })
  const data = path.join(folder, 'data')
  const cut = path.join(folder, 'cut')
  fs.writeFileSync(cut, fs.readFileSync(file).subarray(0, 300_000))
  fs.writeFileSync(path.join(folder, 'text'), 'hello')
  for (const name of ['cut', 'text', 'nowhere'])
    await expect(restore(environmentOf(data), path.join(folder, name), { replace: false })).rejects.toMatchObject({
      code: 'no_backup',
    })
  expect(fs.existsSync(embeddedFolder(data))).toBe(false)
  await expect(backUp(environmentOf(data), path.join(folder, 'none'), { withKeys: false })).rejects.toMatchObject({
    code: 'nothing_to_back_up',
  })
}, 60_000)

it.skipIf(!(await postgresAnswers()))(
  'embedded moves to PostgreSQL with every row and the work that waits; backed up and restored there it is the same again',
  async () => {
    const folder = await temporaryFolder()
    const [one, other] = [await createDatabase(), await createDatabase()]
    try {
      const before = await rowsIn(undefined, origin)
      const tables: string[] = []
      const move = () =>
        moveToPostgres(environmentOf(origin), one.url, {
          startQueue: (connection) => startWorkers(connection, { work: false }),
          told: ({ name }) => tables.push(name),
        })
      const report = await move()
      expect(report).toMatchObject({ ...before, jobs: 1 })
      expect(tables).toHaveLength(before.tables)
      expect(fs.statSync(report.envFile).mode & 0o777).toBe(0o600)
      expect(fs.readFileSync(report.envFile, 'utf8')).toContain(`DATABASE_URL=${one.url}\nAUTH_SECRET=`)
      await expect(move()).rejects.toMatchObject({ code: 'not_empty' })
      expect(await planIn(one.url, '')).toEqual(UNCHANGED)

      if (hasTools) {
        const rows = await rowsIn(one.url, '')
        const file = path.join(folder, 'ferry.backup')
        expect(await backUp(environmentOf('', one.url), file, { withKeys: false })).toMatchObject(rows)
        expect(await restore(environmentOf('', other.url), file, { replace: false })).toMatchObject({
          ...rows,
          lost: [],
        })
        await expect(restore(environmentOf('', other.url), file, { replace: false })).rejects.toMatchObject({
          code: 'not_empty',
        })
        await expect(restore(environmentOf(folder), file, { replace: false })).rejects.toMatchObject({
          code: 'wrong_database',
        })

        // Cut off, nothing of it takes effect; whole, it replaces.
        fs.writeFileSync(`${file}.cut`, fs.readFileSync(file).subarray(0, -2000))
        await expect(restore(environmentOf('', other.url), `${file}.cut`, { replace: true })).rejects.toMatchObject({
          code: 'postgres_tool_failed',
        })
        expect(await rowsIn(other.url, '')).toEqual(rows)
        await inside(other.url, '', ({ db }) => db.delete(services))
        expect(await restore(environmentOf('', other.url), file, { replace: true })).toMatchObject(rows)
      } else console.warn('pg_dump is not on the PATH: backup and restore of PostgreSQL were not tried')

      const { url } = hasTools ? other : one
      expect(await planIn(url, '')).toEqual(UNCHANGED)
      // A new row gets a number of its own, and the run that waited goes on.
      const connection = await openDatabase(place(url, ''))
      const workers = await startWorkers(connection)
      const { items } = await ended({ ...admin, db: connection.db }, waiting)
      expect(items.map(({ verdict }) => verdict)).toEqual(['created'])
      await workers.stop()
      await connection.close()
    } finally {
      await one.drop()
      await other.drop()
    }
  },
  90_000,
)
