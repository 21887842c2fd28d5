import fs from 'node:fs'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rowsOf } from '#db/client.ts'
import { MIGRATIONS } from '#db/migrate.ts'
import { services } from '#db/schema/index.ts'
import { errorStatus, keys, publicError, seal } from '#lib/core/index.ts'
import { openInstallation, prepareInstallation } from '#lib/installation/index.ts'
import { createService } from '#lib/services/index.ts'
import { changeSettings } from '#lib/settings/index.ts'
import { describeDatabases } from '#tests/helpers/database.ts'
import { person } from '#tests/helpers/people.ts'
import { createDatabase, postgresAnswers } from '#tests/helpers/postgres.ts'
import { freshKey, takeKeys } from '#tests/helpers/process-keys.ts'
import { temporaryFolder } from './temporary-folder.ts'

const first = keys()
afterEach(() => takeKeys(first.sealing, first.authSecret))

const SERVICE: Parameters<typeof createService>[1] = {
  ...{ name: 'Weather', identifier: 'weather', iconEmoji: '🌦️', iconColor: '#dbeafe', description: '' },
  ...{ url: 'https://weather.example.com/mcp', transport: 'auto', timeoutSeconds: 30, sseReadTimeoutSeconds: 300 },
  credential: { kind: 'none' },
}
/** A service whose credential is sealed with the first of the keys of the moment. */
const sealedService = async () => ({
  ...SERVICE,
  credentialKind: 'bearer' as const,
  credential: await seal('{}', 'service.credential'),
})

describeDatabases('what is looked for before a database is served', (database) => {
  beforeEach(() => database.truncate())

  const start = () => prepareInstallation(database.connection)
  const remembered = async () =>
    rowsOf<{ key: string; value: object }>(await database.db.execute(sql`select key, value from settings order by key`))

  it('remembers its keys without revealing them, and starts again with nothing to write', async () => {
    await start()
    const kept = JSON.stringify(await remembered())
    expect(kept).toContain(`"seals":"${first.sealing[0].id}"`)
    for (const secret of [first.authSecret, Buffer.from(first.sealing[0].key).toString('base64url')])
      expect(kept).not.toContain(secret)
    await start()
    expect(JSON.stringify(await remembered())).toBe(kept)
  })

  it('refuses another key of the same id, and one of another id, and writes nothing', async () => {
    await start()
    const kept = await remembered()
    for (const id of [first.sealing[0].id, 'other']) {
      takeKeys([freshKey(id)], first.authSecret)
      await expect(start()).rejects.toMatchObject({
        code: 'keys_differ',
        message: expect.stringContaining('Nothing was changed'),
      })
    }
    expect(await remembered()).toEqual(kept)
  })

  it('lets keys rotate: a new one in front; the old one goes when nothing needs it', async () => {
    await start()
    const [old] = first.sealing
    await database.db.insert(services).values(await sealedService())
    const next = freshKey('next')
    takeKeys([next, old], first.authSecret)
    await start()
    takeKeys([next], first.authSecret)
    await expect(start()).rejects.toMatchObject({
      code: 'keys_differ',
      message: expect.stringContaining(`«${old.id}» with which 1 credential of a service`),
    })
    await database.db.update(services).set({ credential: await seal('{}', 'service.credential') })
    await start()
    takeKeys([old], first.authSecret)
    await expect(start()).rejects.toMatchObject({ code: 'keys_differ' })
  })

  it('finds wrong keys in a database that remembers none', async () => {
    await database.db.insert(services).values(await sealedService())
    takeKeys([freshKey(first.sealing[0].id)], first.authSecret)
    await expect(start()).rejects.toMatchObject({ code: 'keys_differ' })
    expect(await remembered()).toEqual([])
  })

  it('refuses another AUTH_SECRET where other processes can be', async () => {
    await start()
    takeKeys(first.sealing, 'another secret for the sessions of people')
    if (database.connection.driver.kind === 'embedded') await start()
    else
      await expect(start()).rejects.toMatchObject({
        code: 'keys_differ',
        message: expect.stringMatching(/^AUTH_SECRET/),
      })
  })

  it('refuses a database of a newer release, naming it, and writes nothing', async () => {
    await start()
    await database.db.execute(
      sql`insert into settings (key, value) values ('installation.schema', '{"release":"9.1.0","migration":"0042_later"}')
        on conflict (key) do update set value = excluded.value`,
    )
    await database.db.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of a later release', ${Date.UTC(2030, 0, 2)})`,
    )
    const kept = await remembered()
    await expect(start()).rejects.toMatchObject({
      code: 'database_newer',
      message: expect.stringMatching(/release 9\.1\.0 .*0042_later, of 2030-01-02 00:00 UTC/),
    })
    expect(await remembered()).toEqual(kept)
    await database.db.execute(sql`delete from drizzle.__drizzle_migrations where hash = 'of a later release'`)
  })

  it('applies what is missing, and says who did', async () => {
    const folder = await temporaryFolder()
    fs.cpSync(MIGRATIONS, folder, { recursive: true })
    const file = path.join(folder, 'meta', '_journal.json')
    const journal = JSON.parse(fs.readFileSync(file, 'utf8'))
    journal.entries.push({ ...journal.entries.at(-1), when: Date.UTC(2031, 0, 1), tag: '9999_later' })
    fs.writeFileSync(file, JSON.stringify(journal))
    fs.writeFileSync(path.join(folder, '9999_later.sql'), 'CREATE TABLE "later" ("id" integer);')
    await start()
    await prepareInstallation(database.connection, folder)
    expect(await remembered()).toContainEqual({
      key: 'installation.schema',
      value: { release: expect.any(String), migration: '9999_later' },
    })
    await expect(start()).rejects.toMatchObject({ code: 'database_newer' })
    await database.db.execute(sql`drop table later`)
    await database.db.execute(sql`delete from drizzle.__drizzle_migrations where created_at = ${Date.UTC(2031, 0, 1)}`)
  })

  it('says while it runs that the disk is full or the database read only, and not that this is a bug', async () => {
    const admin = await person(database.db, 'admin')
    await database.db.execute(sql`
      create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file "base/1": No space left on device' using errcode = '53100'; end $$`)
    await database.db.execute(sql`create trigger refuse before insert on settings execute function refuse()`)
    const full = await changeSettings(admin, { accessLogDays: 7 }).catch((error: unknown) => error)
    await database.db.execute(sql`drop function refuse cascade`)
    expect(publicError(full)).toMatchObject({
      code: 'database_full',
      message: expect.stringContaining('Nothing was saved'),
    })
    expect(errorStatus(full)).toBe(503)

    const readOnly = await database.db
      .transaction(async (tx) => {
        await tx.execute(sql`set transaction read only`)
        await createService({ ...admin, db: tx }, SERVICE)
      })
      .catch((error: unknown) => error)
    expect(publicError(readOnly)).toMatchObject({
      code: 'database_read_only',
      next: expect.stringContaining('DATABASE_URL'),
    })
  })
})

describe.skipIf(!(await postgresAnswers()))('a PostgreSQL that cannot be served', () => {
  async function refusalOf(prepare: string[], change: (url: URL) => void = () => {}) {
    const { default: postgres } = await import('postgres')
    const { url, drop } = await createDatabase()
    const server = postgres(url, { max: 1, onnotice: () => {} })
    try {
      for (const statement of prepare)
        await server.unsafe(statement.replaceAll('DATABASE', new URL(url).pathname.slice(1)))
      const changed = new URL(url)
      change(changed)
      return await openInstallation({ DATABASE_URL: changed.href, DATA_DIR: '' }).then(
        () => undefined,
        (error: unknown) => error,
      )
    } finally {
      await server.end()
      await drop()
    }
  }

  it('is read only, is not there, refuses the user, holds something else, or does not answer: each a sentence', async () => {
    expect(await refusalOf(['alter database DATABASE set default_transaction_read_only = on'])).toMatchObject({
      code: 'database_read_only',
    })
    expect(await refusalOf([], (url) => (url.pathname = '/ferry_test_nowhere'))).toMatchObject({
      code: 'database_missing',
    })
    expect(await refusalOf(['create table users (id int)'])).toMatchObject({ code: 'database_taken' })
    expect(await refusalOf([], (url) => (url.port = '9'))).toMatchObject({ code: 'database_unreachable' })
    const role = `ferry_test_${process.pid}`
    const refused = await refusalOf([`create role ${role} login password 'x'`], (url) => {
      url.username = role
      url.password = 'x'
    })
    await refusalOf([`drop role ${role}`])
    expect(refused).toMatchObject({ code: 'database_permission' })
  }, 60_000)
})

it('a data folder that is a file, or whose database is damaged, is a sentence too', async () => {
  const file = path.join(await temporaryFolder(), 'file')
  fs.writeFileSync(file, '')
  await expect(openInstallation({ DATABASE_URL: undefined, DATA_DIR: file })).rejects.toMatchObject({
    code: 'data_folder_unusable',
  })
  const folder = await temporaryFolder()
  fs.mkdirSync(path.join(folder, 'pglite'))
  fs.writeFileSync(path.join(folder, 'pglite', 'PG_VERSION'), '18\n')
  await expect(openInstallation({ DATABASE_URL: undefined, DATA_DIR: folder })).rejects.toMatchObject({
    code: 'embedded_broken',
  })
})
