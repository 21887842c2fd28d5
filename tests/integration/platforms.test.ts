import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEvents, bindings, namespaces, platforms, runs, services } from '#db/schema/index.ts'
import type { Context, Role } from '#lib/core/index.ts'
import {
  connectorFor,
  connectPlatform,
  getPlatform,
  listNamespaces,
  listPlatforms,
  platformConnection,
  platformJobs,
  platformRemovalImpact,
  refreshNamespaces,
  removePlatform,
  testConnection,
  updatePlatform,
} from '#lib/platforms/index.ts'
import type { ConnectPlatformInput } from '#lib/platforms/schema.ts'
import { startQueue, stopQueue, withLease } from '#lib/queue/index.ts'
import { type Dify, type McpServers, startDify, startMcpServers } from '#sandbox/index.ts'
import { describeDatabases, type TestDatabase } from '#tests/helpers/database.ts'
import { connectionTo, desired, inWorkspace, PASSWORD, workspaceId } from './dify-fixture.ts'

let mcp: McpServers
let dify: Dify

beforeAll(async () => {
  mcp = await startMcpServers()
})
afterAll(() => mcp.close())
beforeEach(async () => {
  dify = await startDify({ release: '1.14.0', patience: { pollMs: 10 } })
})
afterEach(() => dify.close())

function context({ db }: TestDatabase, role: Role = 'admin'): Context {
  return { actor: { kind: 'user', id: randomUUID(), name: role, email: `${role}@example.com`, role }, db }
}

const byKey = (change: Partial<ConnectPlatformInput> = {}): ConnectPlatformInput => ({
  name: 'Production',
  baseUrl: `${dify.url}/console/api`,
  login: { kind: 'adminKey', key: dify.adminKey ?? '' },
  ...change,
})
const byAccount = (password = PASSWORD): ConnectPlatformInput =>
  byKey({ login: { kind: 'account', email: 'Admin@example.com', password } })

describeDatabases('platforms', (database) => {
  beforeAll(() => startQueue(database.connection, platformJobs, { work: false }))
  afterAll(() => stopQueue())
  beforeEach(() => database.truncate())

  const job = (name: string) => {
    const found = platformJobs.find((one) => one.name === name)
    if (found === undefined) throw new Error(`there is no job ${name}`)
    return (data: object, signal = new AbortController().signal) =>
      found.handle({ connection: database.connection, db: database.db, data: found.parse(data), signal })
  }
  const inDify = (workspace: string, identifier: string) =>
    inWorkspace(connectionTo(dify, 'adminKey'), workspaceId(dify, workspace), (handle) =>
      handle.create(desired(identifier, mcp.services.weather.url)),
    )
  const queuedCounts = async () => {
    const result = await database.db.execute(
      sql`select count(*)::int as n from pgboss.job where name = 'platform-count'`,
    )
    const rows = (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as { n: number }[]
    return rows[0]?.n ?? 0
  }

  describe('connecting', () => {
    it('keeps what the test found, seals the secret and queues the counting', async () => {
      const before = await queuedCounts()
      const platform = await connectPlatform(context(database), byKey())
      expect(platform).toMatchObject({
        ...{ name: 'Production', baseUrl: dify.url, authKind: 'adminKey', accountEmail: null, secretSetBy: 'admin' },
        ...{ status: 'reachable', statusCode: null, release: '1.14.0', namespaceCount: 4, unavailableCount: 1 },
        ...{ capabilities: { measuredAs: '1.14.0' }, link: `${dify.url}/tools?category=mcp` },
      })
      const [row] = await database.db.select().from(platforms)
      expect(row?.secret).not.toContain(dify.adminKey)
      expect(JSON.stringify(platform)).not.toContain(dify.adminKey)
      expect((await platformConnection(database, platform.id)).connection.login).toEqual(byKey().login)
      expect(await queuedCounts()).toBe(before + 1)
      const [event] = await database.db.select().from(auditEvents)
      expect(event).toMatchObject({
        action: 'platform.connect',
        targetLabel: 'Production',
        changes: { secret: { to: 'set' } },
      })
      expect(JSON.stringify(event)).not.toContain(dify.adminKey)
    })

    it('keeps nothing when the test fails, unless that is wanted', async () => {
      const wrong = byKey({ login: { kind: 'adminKey', key: 'wrong-key' } })
      await expect(connectPlatform(context(database), wrong)).rejects.toMatchObject({ code: 'wrong_key', status: 502 })
      expect(await listPlatforms(context(database))).toEqual([])
      expect(await database.db.$count(auditEvents)).toBe(0)
      const kept = await connectPlatform(context(database), { ...wrong, evenIfUnreachable: true })
      expect(kept).toMatchObject({
        status: 'unreachable',
        statusCode: 'wrong_key',
        capabilities: null,
        namespaceCount: 0,
      })
      expect(kept.statusNext).toContain('ADMIN_API_KEY')
    })

    it('takes a name once, however many come at the same time', async () => {
      const results = await Promise.allSettled([1, 2].map(() => connectPlatform(context(database), byKey())))
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      const refused = results.find((result) => result.status === 'rejected')
      expect(refused?.reason).toMatchObject({
        code: 'invalid_input',
        fields: { name: expect.stringContaining('another platform') },
      })
    })

    it('is for admins, and names faults by field', async () => {
      for (const role of ['operator', 'viewer'] as const)
        await expect(connectPlatform(context(database, role), byKey())).rejects.toMatchObject({ code: 'forbidden' })
      await expect(
        connectPlatform(context(database), {
          name: '',
          baseUrl: 'ftp://x',
          login: { kind: 'account', email: 'x', password: '' },
        }),
      ).rejects.toMatchObject({
        code: 'invalid_input',
        fields: { name: expect.any(String), baseUrl: expect.any(String), 'login.email': expect.any(String) },
      })
    })
  })

  describe('testing', () => {
    it('answers for a form without keeping anything', async () => {
      const { name: _name, ...form } = byAccount()
      const verdict = await testConnection(context(database), form)
      expect(verdict).toMatchObject({
        ok: true,
        baseUrl: dify.url,
        report: { release: '1.14.0', identity: 'admin <admin@example.com>' },
      })
      const wrong = await testConnection(context(database), {
        ...form,
        login: { kind: 'account', email: 'lock@example.com', password: 'wrong' },
      })
      expect(wrong).toMatchObject({ ok: false, code: 'wrong_password', message: expect.stringContaining('more tries') })
      expect(await database.db.$count(platforms)).toBe(0)
      await expect(testConnection(context(database, 'operator'), form)).rejects.toMatchObject({ code: 'forbidden' })
      await expect(
        testConnection(context(database), {
          ...form,
          baseUrl: 'ftp://x',
          login: { kind: 'adminKey', key: 'two words' },
        }),
      ).rejects.toMatchObject({ fields: { baseUrl: expect.any(String), 'login.key': expect.any(String) } })
    })

    it('keeps the status of a saved one, and since when it is so', async () => {
      const { id } = await connectPlatform(context(database), byKey())
      const reachable = await getPlatform(context(database), { id })
      expect(await testConnection(context(database, 'operator'), { id })).toMatchObject({ ok: true })
      expect((await getPlatform(context(database), { id })).statusSince).toEqual(reachable.statusSince)
      await dify.close()
      expect(await testConnection(context(database, 'operator'), { id })).toMatchObject({
        ok: false,
        code: 'connection_refused',
      })
      const gone = await getPlatform(context(database), { id })
      expect(gone).toMatchObject({
        status: 'unreachable',
        statusCode: 'connection_refused',
        release: '1.14.0',
        namespaceCount: 4,
      })
      expect(gone.statusSince?.getTime()).toBeGreaterThan(reachable.statusSince?.getTime() ?? 0)
      expect(await testConnection(context(database), { id })).toMatchObject({ ok: false })
      expect((await getPlatform(context(database), { id })).statusSince).toEqual(gone.statusSince)
      dify = await startDify({ release: '1.14.0' })
    })

    it('uses the stored secret of a saved one, but only where it was given for', async () => {
      const { id } = await connectPlatform(context(database), byKey())
      const login = { kind: 'adminKey' as const, key: '' }
      expect(await testConnection(context(database), { id, baseUrl: dify.url, login })).toMatchObject({ ok: true })
      const other = await startDify({ release: '1.14.0' })
      await expect(testConnection(context(database), { id, baseUrl: other.url, login })).rejects.toMatchObject({
        code: 'invalid_input',
        fields: { 'login.key': expect.stringContaining(dify.url) },
      })
      expect(other.log).toEqual([])
      await other.close()
      await expect(
        testConnection(context(database), {
          id,
          baseUrl: dify.url,
          login: { kind: 'account', email: 'a@example.com' },
        }),
      ).rejects.toMatchObject({ fields: { 'login.password': expect.any(String) } })
      await expect(testConnection(context(database), { id: randomUUID() })).rejects.toMatchObject({ code: 'not_found' })
    })
  })

  describe('changing', () => {
    it('keeps an absent secret, and asks Dify only when the connection changes', async () => {
      const { id } = await connectPlatform(context(database), byKey())
      dify.clearLog()
      const form = {
        id,
        name: 'Renamed',
        baseUrl: dify.url,
        webUrl: 'https://dify.example.com',
        login: { kind: 'adminKey' as const },
      }
      const changed = await updatePlatform(context(database), form)
      expect(changed).toMatchObject({
        name: 'Renamed',
        link: 'https://dify.example.com/tools?category=mcp',
        status: 'reachable',
      })
      expect(dify.log).toEqual([])
      expect((await platformConnection(database, id)).connection.login).toEqual(byKey().login)
      const [, event] = await database.db.select().from(auditEvents).orderBy(auditEvents.id)
      expect(event).toMatchObject({
        action: 'platform.update',
        changes: {
          name: { from: 'Production', to: 'Renamed' },
          webUrl: { from: null, to: 'https://dify.example.com' },
        },
      })
      await updatePlatform(context(database), form)
      expect(await database.db.$count(auditEvents)).toBe(2)
    })

    it('replaces a secret after testing it, and says so without it', async () => {
      const { id } = await connectPlatform(context(database), byKey())
      const form = { id, name: 'Production', baseUrl: dify.url }
      const wrong = {
        ...form,
        login: { kind: 'account' as const, email: 'admin@example.com', password: 'canary-wrong' },
      }
      await expect(updatePlatform(context(database), wrong)).rejects.toMatchObject({ code: 'wrong_password' })
      expect(await getPlatform(context(database), { id })).toMatchObject({ authKind: 'adminKey', status: 'reachable' })
      const changed = await updatePlatform(context(database), {
        ...form,
        login: { ...wrong.login, password: PASSWORD },
      })
      expect(changed).toMatchObject({
        authKind: 'account',
        accountEmail: 'admin@example.com',
        namespaceCount: 3,
        vanishedCount: 1,
      })
      const events = JSON.stringify(await database.db.select().from(auditEvents))
      expect(events).toContain('replaced')
      expect(events).not.toContain(PASSWORD)
    })

    it('does not move a platform away under a run', async () => {
      const { id } = await connectPlatform(context(database), byKey())
      await database.db
        .insert(runs)
        .values({ kind: 'sync', platformId: id, platformName: 'Production', confirmedBy: 'admin', status: 'running' })
      const other = await startDify({ release: '1.14.0' })
      const moved = { id, name: 'Production', baseUrl: other.url, login: byKey().login }
      await expect(updatePlatform(context(database), moved)).rejects.toMatchObject({
        code: 'platform_in_run',
        status: 409,
      })
      await other.close()
      await expect(removePlatform(context(database), { id, confirm: true })).rejects.toMatchObject({
        code: 'platform_in_run',
      })
      expect(await getPlatform(context(database), { id })).toMatchObject({ baseUrl: dify.url })
    })
  })

  describe('refreshing', () => {
    it('counts what is in each namespace, with one list each and no write', async () => {
      const { id } = await connectPlatform(context(database), byKey())
      await inDify('Support', 'one')
      dify.clearLog()
      expect(await refreshNamespaces(context(database, 'operator'), { id })).toEqual({
        ...{ total: 4, added: 0, vanished: 0, counted: 3, left: 0 },
      })
      const { rows } = await listNamespaces(context(database, 'viewer'), { platformId: id })
      expect(rows.map(({ name, providerCount }) => [name, providerCount])).toEqual([
        ['Foreign', null],
        ['Ops', 0],
        ['Research', 0],
        ['Support', 1],
      ])
      expect(rows[0]).toMatchObject({ available: false, unavailableReason: expect.stringContaining('no owner') })
      expect(dify.log.filter(({ path }) => path.endsWith('/tool-providers'))).toHaveLength(3)
      expect(dify.writes()).toEqual([])
      await expect(refreshNamespaces(context(database, 'viewer'), { id })).rejects.toMatchObject({ code: 'forbidden' })
    })

    it('gives an account back its workspace, and gives way to whoever works with it', async () => {
      const { id } = await connectPlatform(context(database), byAccount())
      await refreshNamespaces(context(database), { id })
      expect(dify.currentWorkspace('admin@example.com')).toBe('Research')
      const { connection } = await platformConnection(database, id)
      const key = connectorFor('dify').groupKey(connection, workspaceId(dify, 'Ops'))
      dify.clearLog()
      await withLease(database.db, key, { waitMs: 0 }, async () => {
        expect(await refreshNamespaces(context(database), { id })).toMatchObject({ total: 3, counted: 0, left: 3 })
      })
      expect(dify.log.filter(({ path }) => path.endsWith('/workspaces/switch'))).toEqual([])
    })

    it('keeps and marks what vanished, and takes it back', async () => {
      const { id } = await connectPlatform(context(database), byKey())
      await database.db.insert(namespaces).values({ platformId: id, remoteId: randomUUID(), name: 'Old' })
      expect(await refreshNamespaces(context(database), { id })).toMatchObject({ total: 4, vanished: 1 })
      const shown = async (show: 'vanished' | 'available' | 'unavailable' | 'all') =>
        (await listNamespaces(context(database), { platformId: id, show })).rows.map(({ name }) => name)
      expect(await shown('vanished')).toEqual(['Old'])
      expect(await shown('unavailable')).toEqual(['Foreign'])
      expect(await shown('available')).toEqual(['Ops', 'Research', 'Support'])
      await database.db.update(namespaces).set({ vanishedAt: new Date() }).where(eq(namespaces.name, 'Ops'))
      await refreshNamespaces(context(database), { id })
      expect(await shown('available')).toEqual(['Ops', 'Research', 'Support'])
    })

    it('keeps its failure as the status', async () => {
      const { id } = await connectPlatform(context(database), byKey())
      await dify.close()
      await expect(refreshNamespaces(context(database), { id })).rejects.toMatchObject({ code: 'connection_refused' })
      expect(await getPlatform(context(database), { id })).toMatchObject({
        status: 'unreachable',
        statusCode: 'connection_refused',
      })
      dify = await startDify({ release: '1.14.0' })
    })

    it('happens by schedule when it is due, and only then', async () => {
      const { id } = await connectPlatform(context(database), byKey())
      dify.clearLog()
      await job('platform-refresh')({})
      expect(dify.log).toEqual([])
      await database.db.update(platforms).set({ testedAt: sql`now() - interval '61 minutes'` })
      await job('platform-refresh')({})
      const { rows } = await listNamespaces(context(database), { platformId: id, show: 'available' })
      expect(rows.map(({ providerCount }) => providerCount)).toEqual([0, 0, 0])
      // What costs much to count is not counted again within its share: 100 providers take 7.5 s, so not before 750 s.
      await database.db.update(platforms).set({ testedAt: sql`now() - interval '61 minutes'` })
      await database.db
        .update(namespaces)
        .set({ providerCount: 100, countedAt: new Date() })
        .where(eq(namespaces.name, 'Ops'))
      dify.clearLog()
      await job('platform-refresh')({})
      expect(
        dify.log
          .filter(({ path }) => path.endsWith('/tool-providers'))
          .map(({ workspace }) => workspace)
          .sort(),
      ).toEqual([...['Research', 'Support']])
    })

    it('does not lock an account by trying a wrong password again and again', async () => {
      const { id } = await connectPlatform(context(database), { ...byAccount('canary-wrong'), evenIfUnreachable: true })
      await database.db
        .update(platforms)
        .set({ testedAt: sql`now() - interval '2 hours'`, secretSetAt: sql`now() - interval '3 hours'` })
      dify.clearLog()
      for (let tick = 0; tick < 10; tick++) await job('platform-refresh')({})
      expect(dify.log).toEqual([])
      expect(await getPlatform(context(database), { id })).toMatchObject({ statusCode: 'wrong_password' })
    })

    it('counts in a job what a reader need not wait for, and bears a platform that is gone', async () => {
      const { id } = await connectPlatform(context(database), byKey())
      await job('platform-count')({ platformId: id })
      expect((await getPlatform(context(database), { id })).providerCount).toBe(0)
      const { rows } = await listNamespaces(context(database), { platformId: id, show: 'available' })
      expect(rows.every(({ countedAt }) => countedAt !== null)).toBe(true)
      await job('platform-count')({ platformId: randomUUID() })
    })
  })

  describe('what is bound there', () => {
    const bind = async (platformId: string, workspace: string, identifier: string, state: 'in_sync' | 'failed') => {
      const [service] = await database.db
        .insert(services)
        .values({ identifier, name: identifier, iconEmoji: '🌦', iconColor: '#dbeafe', url: mcp.services.weather.url })
        .returning()
      const { rows } = await listNamespaces(context(database), { platformId, q: workspace })
      await database.db.insert(bindings).values({
        ...{
          serviceId: service?.id ?? '',
          namespaceId: rows[0]?.id ?? '',
          tokenMode: 'none',
          origin: 'created',
          state,
        },
      })
    }

    it('is counted by state, in the list and by namespace', async () => {
      const { id } = await connectPlatform(context(database), byKey())
      await bind(id, 'Support', 'one', 'in_sync')
      await bind(id, 'support', 'two', 'failed')
      expect(await listPlatforms(context(database, 'viewer'))).toMatchObject([
        { name: 'Production', namespaceCount: 4, bindings: { all: 2, inSync: 1, failed: 1, unknown: 0 } },
      ])
      const { rows } = await listNamespaces(context(database), {
        platformId: id,
        sort: 'services',
        direction: 'desc',
        pageSize: 1,
      })
      expect(rows).toMatchObject([{ name: 'Support', boundServices: 2, boundAmiss: 1 }])
    })

    it('stays on the platform when that is removed here, and the reader is told', async () => {
      const { id } = await connectPlatform(context(database), byKey())
      await inDify('Support', 'one')
      await bind(id, 'Support', 'one', 'in_sync')
      expect(await platformRemovalImpact(context(database), { id })).toEqual({
        ...{ id, name: 'Production', namespaces: 4, staying: 1, activeRuns: [] },
        stayingShown: [{ serviceName: 'one', namespaceName: 'Support' }],
      })
      dify.clearLog()
      expect(await removePlatform(context(database), { id, confirm: true })).toMatchObject({ staying: 1 })
      expect(dify.log).toEqual([])
      expect(dify.providers('Support')).toHaveLength(1)
      for (const table of [platforms, namespaces, bindings]) expect(await database.db.$count(table)).toBe(0)
      const events = await database.db.select().from(auditEvents).orderBy(auditEvents.id)
      expect(events.at(-1)).toMatchObject({ action: 'platform.remove', changes: { toolsLeftThere: { to: 1 } } })
      await expect(removePlatform(context(database), { id, confirm: true })).rejects.toMatchObject({
        code: 'not_found',
      })
    })
  })
})
