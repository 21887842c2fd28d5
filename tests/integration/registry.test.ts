import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEvents, registryReadings, services } from '#db/schema/index.ts'
import type { Context, Role } from '#lib/core/index.ts'
import { readOverview } from '#lib/overview/index.ts'
import { startQueue, stopQueue } from '#lib/queue/index.ts'
import {
  askRegistry,
  browseRegistry,
  getServer,
  latestVersion,
  refreshRegistry,
  registryJobs,
  takeServer,
} from '#lib/registry/index.ts'
import { getService, listServices, serviceJobs, updateService } from '#lib/services/index.ts'
import { describeDatabases } from '../helpers/database.ts'
import { type FakeRegistry, type Mood, published, startRegistry, useRegistry } from '../helpers/registry.ts'

const CANARY = 'canary-5e1d7a90-never-shown'
const remote = (url: string, more: object = {}) => ({ type: 'streamable-http', url, ...more })
let registry: FakeRegistry

beforeAll(async () => {
  registry = await startRegistry()
  useRegistry(`${registry.url}/`)
})
afterAll(() => registry.close())

/** So many servers, each third one a package alone. */
function many(count: number) {
  return Array.from({ length: count }, (_, n) => {
    const name = `com.example/server-${String(n).padStart(4, '0')}`
    return published({
      ...{ name, title: `Server ${n}` },
      ...(n % 3 === 2
        ? { packages: [{ registryType: 'npm' }] }
        : { remotes: [remote(`https://s${n}.example.com/mcp`)] }),
    })
  })
}

describeDatabases('the registry', (database) => {
  const as = (role: Role = 'operator'): Context => ({
    actor: { kind: 'user', id: randomUUID(), name: role, email: `${role}@example.com`, role },
    db: database.db,
  })
  const read = async (signal = new AbortController().signal) => {
    const job = registryJobs.find(({ name }) => name === 'registry-read')
    return job?.handle({ connection: database.connection, db: database.db, data: {}, signal })
  }
  const state = async () => (await browseRegistry(as(), {})).state
  const daily = async () => {
    const job = registryJobs.find(({ name }) => name === 'registry-daily')
    const signal = new AbortController().signal
    return job?.handle({ connection: database.connection, db: database.db, data: {}, signal })
  }

  beforeEach(async () => {
    await database.truncate()
    registry.published = []
    registry.asked.length = 0
  })
  afterEach(() => {
    registry.mood = 'well'
  })

  describe('with a queue that only sends', () => {
    beforeAll(() => startQueue(database.connection, [...registryJobs, ...serviceJobs], { work: false }))
    afterAll(() => stopQueue())

    it('calls nothing before somebody asked, then reads everything, then what changed', async () => {
      registry.published = many(250)
      await daily()
      expect(registry.asked).toEqual([])
      expect(await browseRegistry(as(), {})).toMatchObject({ rows: [], known: 0, state: { completeAt: null } })
      expect(await refreshRegistry(as())).toMatchObject({ waiting: true, running: false })
      await read()
      expect(registry.asked).toHaveLength(3)
      expect(await browseRegistry(as(), {})).toMatchObject({
        ...{ known: 250, matching: 167, counts: { remotes: 167, all: 250 } },
        state: { running: false, waiting: false, entries: 250, unreadable: 0, fault: null },
      })

      registry.asked.length = 0
      registry.published.push(published({ name: 'com.example/new' }, { updatedAt: new Date().toISOString() }))
      await daily()
      expect(registry.asked).toHaveLength(1)
      expect(registry.asked[0]).toContain('updated_since=20')
      expect((await browseRegistry(as(), {})).known).toBe(251)
    })

    it('searches, filters, sorts and cuts in the database, and hides what was deleted', async () => {
      registry.published = [
        ...many(120),
        published(
          { name: 'org.example/weather', description: '100% forecasts' },
          { updatedAt: '2026-06-01T00:00:00Z' },
        ),
        published({ name: 'org.example/old', remotes: [remote('https://old.example.org')] }, { status: 'deprecated' }),
        published({ name: 'org.example/gone', remotes: [remote('https://gone.example.org')] }, { status: 'deleted' }),
      ]
      await read()
      const names = async (input: Parameters<typeof browseRegistry>[1]) =>
        (await browseRegistry(as('viewer'), input)).rows.map(({ name }) => name)
      expect(await names({ q: 'FORECAST', packages: true })).toEqual(['org.example/weather'])
      expect(await names({ q: '100%', packages: true })).toEqual(['org.example/weather'])
      expect(await names({ q: 'weather' })).toEqual([])
      expect(await names({ q: 'org.example' })).toEqual(['org.example/old'])
      expect((await names({ packages: true, sort: 'updated', direction: 'desc' }))[0]).toBe('org.example/weather')
      const last = await browseRegistry(as(), { packages: true, page: 99 })
      expect(last).toMatchObject({ page: 3, matching: 122 })
      expect(last.rows).toHaveLength(22)
      expect(new Set([...(await names({ page: 1 })), ...(await names({ page: 2 }))]).size).toBe(81)
    })

    it('forgets what a whole reading no longer finds, but not for an empty answer', async () => {
      registry.published = many(3)
      await read()
      const weekAgo = new Date(Date.now() - 8 * 86_400_000)
      const again = async () => {
        await database.db.update(registryReadings).set({ wholeAt: weekAgo })
        await read()
        return (await browseRegistry(as(), {})).known
      }
      registry.published = many(1)
      expect(await again()).toBe(1)
      registry.published = []
      expect(await again()).toBe(1)
    })

    it.each<[Mood, string, RegExp]>([
      ['busy', 'registry_busy', /asks for a pause/],
      ['failing', 'registry_fails', /fails with 503/],
      ['page', 'registry_odd', /not with JSON/],
      ['moved', 'registry_moved', /leads elsewhere/],
      ['huge', 'registry_odd', /bigger than 8 MB/],
    ])('%s: a sentence, and what was known stays', async (mood, code, message) => {
      registry.published = many(3)
      await read()
      registry.mood = mood
      await read()
      const list = await browseRegistry(as(), {})
      expect(list.known).toBe(3)
      expect(list.state?.completeAt).not.toBeNull()
      expect(list.state?.fault).toMatchObject({ code, message: expect.stringMatching(message) })
      registry.mood = 'well'
      await read()
      expect((await state())?.fault).toBeNull()
    })

    it('down: says so, and knows what it knew', async () => {
      registry.published = many(3)
      await read()
      await registry.down()
      await read()
      await registry.up()
      const list = await browseRegistry(as(), {})
      expect(list).toMatchObject({ known: 3, state: { fault: { code: 'registry_unreachable' } } })
      expect(list.state?.fault?.next).toBeTruthy()
    })

    it('slow: browsing does not wait, and asking ends with a sentence', async () => {
      registry.published = many(3)
      await read()
      registry.mood = 'slow'
      const asked = askRegistry(as(), { q: 'weather' }, { deadlineMs: 1500 })
      const first = await Promise.race([browseRegistry(as(), {}), asked.catch(() => 'asked')])
      expect(first).toMatchObject({ known: 3 })
      await expect(asked).rejects.toMatchObject({ code: 'registry_slow', message: expect.stringContaining('1.5 s') })
    })

    it.each<[Mood, RegExp, number]>([
      ['same-cursor', /same cursor twice, on page 2/, 100],
      ['same-page', /2 pages in a row without a new entry/, 100],
      ['endless', /2 pages in a row without a new entry/, 150],
    ])(
      'a cursor that lies (%s) ends the reading with a sentence and keeps what was got',
      async (mood, message, known) => {
        registry.published = many(150)
        registry.mood = mood
        await read()
        expect(registry.asked.length).toBeLessThan(6)
        const list = await browseRegistry(as(), {})
        expect(list.known).toBe(known)
        expect(list.state).toMatchObject({ running: false, completeAt: null })
        expect(list.state?.fault).toMatchObject({ code: 'registry_cursor', message: expect.stringMatching(message) })
      },
    )

    it('goes on where it was interrupted, by the registry or by the end of its worker', async () => {
      registry.published = many(250)
      registry.mood = 'fails-on-page-2'
      await read()
      expect(await browseRegistry(as(), {})).toMatchObject({ known: 100, state: { fault: { code: 'registry_fails' } } })
      registry.mood = 'hangs-on-page-2'
      const stop = new AbortController()
      setTimeout(() => stop.abort(), 300)
      expect(await read(stop.signal)).toBe('again')
      registry.mood = 'well'
      registry.asked.length = 0
      await read()
      expect(registry.asked).toHaveLength(2)
      expect(registry.asked[0]).toContain('cursor=com.example%2Fserver-0099')
      const done = await browseRegistry(as(), {})
      expect(done).toMatchObject({ known: 250, state: { entries: 250, fault: null } })
      expect(done.state?.completeAt).not.toBeNull()
    })

    it('asks the registry itself for a word, and keeps what it finds', async () => {
      registry.published = [
        ...many(3),
        published({ name: 'org.example/weather', remotes: [remote('https://w.example')] }),
      ]
      expect(await askRegistry(as(), { q: 'weather' })).toEqual({ found: 1, more: false })
      expect((await browseRegistry(as(), { q: 'weather' })).rows).toMatchObject([{ name: 'org.example/weather' }])
      await expect(askRegistry(as(), { q: ' ' })).rejects.toMatchObject({ code: 'invalid_input' })
    })

    it('refuses a viewer, and everybody where it is switched off', async () => {
      registry.published = many(1)
      await read()
      const take = { server: 'com.example/server-0000', version: '1.0.0', remote: 0, name: 'A', identifier: 'a' }
      for (const refusal of [
        refreshRegistry(as('viewer')),
        askRegistry(as('viewer'), { q: 'a' }),
        takeServer(as('viewer'), { ...take, iconColor: '#dbeafe', values: {} }),
      ])
        await expect(refusal).rejects.toMatchObject({ code: 'forbidden' })
      useRegistry('off')
      expect(await browseRegistry(as(), {})).toMatchObject({ registry: null, rows: [], state: null })
      await expect(refreshRegistry(as())).rejects.toMatchObject({ code: 'registry_off' })
      useRegistry(registry.url)
    })

    describe('taking', () => {
      const name = 'com.example/crm'
      const crm = (version: string, url: string, meta: object = {}) =>
        published(
          {
            ...{ name, version, title: 'Example CRM', description: 'Customers' },
            remotes: [
              remote(url, {
                variables: { tenant: { description: 'Your tenant' } },
                headers: [{ name: 'Authorization', value: 'Bearer {token}', isRequired: true, isSecret: true }],
              }),
            ],
          },
          meta,
        )
      const OLD = 'https://{tenant}.crm.example.com/mcp'
      const input = (change: object = {}) => ({
        ...{ server: name, version: '1.0.0', remote: 0, name: 'CRM', identifier: 'crm', iconColor: '#dbeafe' },
        values: { 'url.tenant': 'acme', 'header.Authorization.token': CANARY },
        ...change,
      })

      it('makes a service with its credential sealed and where it came from, in one act', async () => {
        registry.published = [crm('1.0.0', OLD)]
        await read()
        expect(await getServer(as('viewer'), { name })).toMatchObject({
          remotes: [{ transport: 'streamable_http', fields: [{ label: 'tenant' }, { label: 'token', secret: true }] }],
          services: [],
        })
        const service = await takeServer(as(), input())
        expect(service).toMatchObject({
          ...{ name: 'CRM', identifier: 'crm', description: 'Customers', status: 'unchecked' },
          ...{ url: 'https://acme.crm.example.com/mcp', transport: 'streamable_http' },
          credential: { kind: 'bearer', setBy: 'operator' },
          origin: { registry: registry.url, name, version: '1.0.0' },
          registryWarning: null,
        })
        const events = await database.db.select().from(auditEvents)
        expect(events).toMatchObject([
          { action: 'service.create', changes: { origin: { to: expect.stringContaining(`${name} 1.0.0`) } } },
        ])
        expect(JSON.stringify([service, events, await getServer(as(), { name })])).not.toContain(CANARY)
        expect((await browseRegistry(as(), {})).rows).toMatchObject([{ name, taken: 1, serviceId: service.id }])
        expect((await getServer(as(), { name })).services).toEqual([{ id: service.id, name: 'CRM' }])
      })

      it('leaves nothing behind where something is wrong, and says it at its field', async () => {
        registry.published = [crm('1.0.0', OLD)]
        await read()
        const faultsOf = async (change: object) =>
          takeServer(as(), input(change)).then(
            () => ({}),
            (error) => error.fields ?? error.code,
          )
        expect(await faultsOf({ values: {} })).toMatchObject({
          'values.url.tenant': 'Enter tenant.',
          'values.header.Authorization.token': 'Enter token.',
        })
        expect(await faultsOf({ name: 'x'.repeat(50), identifier: 'Not One' })).toMatchObject({
          name: expect.stringContaining('at most 40'),
          identifier: expect.stringContaining('small letters'),
        })
        expect(await faultsOf({ version: '0.9.0' })).toBe('entry_changed')
        expect(await faultsOf({ server: 'com.example/none' })).toBe('not_found')
        expect(await faultsOf({ remote: 3 })).toMatchObject({ remote: expect.any(String) })
        expect(await database.db.select().from(services)).toEqual([])
        await takeServer(as(), input())
        expect(await faultsOf({})).toMatchObject({ identifier: expect.stringContaining('«crm»') })
      })

      it('warns when the version is deprecated or deleted, and stops when it is active again', async () => {
        registry.published = [crm('1.0.0', OLD)]
        await read()
        const { id } = await takeServer(as(), input())
        const warning = async () => (await getService(as(), { id })).registryWarning
        const mark = async (meta: object) => {
          registry.published = [crm('1.0.0', OLD, { updatedAt: new Date().toISOString(), ...meta })]
          await daily()
        }
        await mark({ status: 'deprecated', statusMessage: 'Ends in December' })
        expect(await warning()).toMatchObject({ kind: 'deprecated', text: 'Ends in December', since: expect.any(Date) })
        expect((await listServices(as(), {})).rows).toMatchObject([{ registryWarning: { kind: 'deprecated' } }])
        const { attention } = await readOverview(as())
        expect(attention.items).toMatchObject([{ kind: 'registry', count: 1, services: [{ id, name: 'CRM' }] }])
        const since = (await warning())?.since
        await daily()
        expect((await warning())?.since).toEqual(since)
        await mark({ status: 'deleted' })
        expect(await warning()).toMatchObject({ kind: 'deleted', text: null })
        expect((await browseRegistry(as(), {})).known).toBe(0)
        await mark({})
        expect(await warning()).toBeNull()
        registry.published = []
        await daily()
        expect(await warning()).toMatchObject({ kind: 'deleted' })
        // A registry that is down says nothing about them.
        registry.mood = 'failing'
        await daily()
        expect(await warning()).toMatchObject({ kind: 'deleted' })
      })

      it('tells a newer version at another URL until the service follows, and stays calm at the same URL', async () => {
        registry.published = [crm('1.0.0', OLD)]
        await read()
        const { id } = await takeServer(as(), input())
        const warning = async () => (await getService(as(), { id })).registryWarning
        const publish = async (url: string) => {
          registry.published = [
            crm('1.0.0', OLD, { isLatest: false, status: 'deprecated' }),
            crm('2.0.0', url, { updatedAt: new Date().toISOString() }),
          ]
          await daily()
        }
        await publish(OLD)
        expect(await warning()).toBeNull()
        expect(await latestVersion(as(), { registry: registry.url, name })).toBe('2.0.0')
        await publish('https://new.example.com/{tenant}/mcp')
        expect(await warning()).toMatchObject({ kind: 'moved', text: 'https://new.example.com/{tenant}/mcp' })
        const { timeoutSeconds, sseReadTimeoutSeconds, iconEmoji } = await getService(as(), { id })
        const moved = await updateService(as(), {
          ...{ id, name: 'CRM', identifier: 'crm', iconEmoji, iconColor: '#dbeafe', description: 'Customers' },
          ...{ timeoutSeconds, sseReadTimeoutSeconds, transport: 'streamable_http' },
          ...{ url: 'https://new.example.com/acme/mcp', credential: { kind: 'none' } },
        })
        expect(moved.registryWarning).toBeNull()
        await daily()
        expect(await warning()).toBeNull()
      })
    })

    it('answers fast with 20,000 servers', async () => {
      await database.db.execute(sql`
        insert into registry_servers (registry, name, version, title, remotes, has_remote, seen_at)
        select ${registry.url}, 'com.example/s' || n, '1', 'Server ' || n, '[]', true, now() from generate_series(1, 20000) n`)
      const started = performance.now()
      expect((await browseRegistry(as(), { q: 'server 19999' })).matching).toBe(1)
      expect((await browseRegistry(as(), { page: 400 })).rows).toHaveLength(50)
      expect(performance.now() - started).toBeLessThan(3000)
    })
  })

  it('reads in the background when it is asked to', async () => {
    registry.published = many(5)
    await startQueue(database.connection, registryJobs, { work: true })
    try {
      await refreshRegistry(as())
      await expect.poll(async () => (await browseRegistry(as(), {})).known, { timeout: 10_000 }).toBe(5)
    } finally {
      await stopQueue()
    }
  })
})
