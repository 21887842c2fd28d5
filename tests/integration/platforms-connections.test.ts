import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { auditEvents, platforms, runs } from '#db/schema/index.ts'
import {
  connectPlatform,
  getPlatform,
  listPlatforms,
  platformConnection,
  removePlatform,
  testConnection,
  updatePlatform,
} from '#lib/platforms/index.ts'
import { startDify } from '#sandbox/index.ts'
import { describeDatabases } from '#tests/helpers/database.ts'
import { PASSWORD } from './dify-fixture.ts'
import { byAccount, byKey, context, queuedCounts, useDify, useQueue } from './platforms-fixture.ts'

describeDatabases('connections of platforms', (database) => {
  const own = useDify()
  useQueue(database)

  describe('connecting', () => {
    it('keeps what the test found, seals the secret and queues the counting', async () => {
      const before = await queuedCounts(database)
      const platform = await connectPlatform(context(database), byKey(own.dify))
      expect(platform).toMatchObject({
        ...{
          name: 'Production',
          baseUrl: own.dify.url,
          authKind: 'adminKey',
          accountEmail: null,
          secretSetBy: 'admin',
        },
        ...{ status: 'reachable', statusCode: null, release: '1.14.0', namespaceCount: 4, unavailableCount: 1 },
        ...{ capabilities: { measuredAs: '1.14.0' }, link: `${own.dify.url}/tools?category=mcp` },
      })
      const [row] = await database.db.select().from(platforms)
      expect(row?.secret).not.toContain(own.dify.adminKey)
      expect(JSON.stringify(platform)).not.toContain(own.dify.adminKey)
      expect((await platformConnection(database, platform.id)).connection.login).toEqual(byKey(own.dify).login)
      expect(await queuedCounts(database)).toBe(before + 1)
      const [event] = await database.db.select().from(auditEvents)
      expect(event).toMatchObject({
        action: 'platform.connect',
        targetLabel: 'Production',
        changes: { secret: { to: 'set' } },
      })
      expect(JSON.stringify(event)).not.toContain(own.dify.adminKey)
    })

    it('keeps nothing when the test fails, unless that is wanted', async () => {
      const wrong = byKey(own.dify, { login: { kind: 'adminKey', key: 'wrong-key' } })
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
      const results = await Promise.allSettled([1, 2].map(() => connectPlatform(context(database), byKey(own.dify))))
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      const refused = results.find((result) => result.status === 'rejected')
      expect(refused?.reason).toMatchObject({
        code: 'invalid_input',
        fields: { name: expect.stringContaining('another platform') },
      })
    })

    it('is for admins, and names faults by field', async () => {
      for (const role of ['operator', 'viewer'] as const)
        await expect(connectPlatform(context(database, role), byKey(own.dify))).rejects.toMatchObject({
          code: 'forbidden',
        })
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
      const { name: _name, ...form } = byAccount(own.dify)
      const verdict = await testConnection(context(database), form)
      expect(verdict).toMatchObject({
        ok: true,
        baseUrl: own.dify.url,
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
      const { id } = await connectPlatform(context(database), byKey(own.dify))
      const reachable = await getPlatform(context(database), { id })
      expect(await testConnection(context(database, 'operator'), { id })).toMatchObject({ ok: true })
      expect((await getPlatform(context(database), { id })).statusSince).toEqual(reachable.statusSince)
      await own.dify.close()
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
    })

    it('uses the stored secret of a saved one, but only where it was given for', async () => {
      const { id } = await connectPlatform(context(database), byKey(own.dify))
      const login = { kind: 'adminKey' as const, key: '' }
      expect(await testConnection(context(database), { id, baseUrl: own.dify.url, login })).toMatchObject({ ok: true })
      const other = await startDify({ release: '1.14.0' })
      await expect(testConnection(context(database), { id, baseUrl: other.url, login })).rejects.toMatchObject({
        code: 'invalid_input',
        fields: { 'login.key': expect.stringContaining(own.dify.url) },
      })
      expect(other.log).toEqual([])
      await other.close()
      await expect(
        testConnection(context(database), {
          id,
          baseUrl: own.dify.url,
          login: { kind: 'account', email: 'a@example.com' },
        }),
      ).rejects.toMatchObject({ fields: { 'login.password': expect.any(String) } })
      await expect(testConnection(context(database), { id: randomUUID() })).rejects.toMatchObject({ code: 'not_found' })
    })
  })

  describe('changing', () => {
    it('keeps an absent secret, and asks Dify only when the connection changes', async () => {
      const { id } = await connectPlatform(context(database), byKey(own.dify))
      own.dify.clearLog()
      const form = {
        id,
        name: 'Renamed',
        baseUrl: own.dify.url,
        webUrl: 'https://own.dify.example.com',
        login: { kind: 'adminKey' as const },
      }
      const changed = await updatePlatform(context(database), form)
      expect(changed).toMatchObject({
        name: 'Renamed',
        link: 'https://own.dify.example.com/tools?category=mcp',
        status: 'reachable',
      })
      expect(own.dify.log).toEqual([])
      expect((await platformConnection(database, id)).connection.login).toEqual(byKey(own.dify).login)
      const [, event] = await database.db.select().from(auditEvents).orderBy(auditEvents.id)
      expect(event).toMatchObject({
        action: 'platform.update',
        changes: {
          name: { from: 'Production', to: 'Renamed' },
          webUrl: { from: null, to: 'https://own.dify.example.com' },
        },
      })
      await updatePlatform(context(database), form)
      expect(await database.db.$count(auditEvents)).toBe(2)
    })

    it('replaces a secret after testing it, and says so without it', async () => {
      const { id } = await connectPlatform(context(database), byKey(own.dify))
      const form = { id, name: 'Production', baseUrl: own.dify.url }
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
      const { id } = await connectPlatform(context(database), byKey(own.dify))
      await database.db
        .insert(runs)
        .values({ kind: 'sync', platformId: id, platformName: 'Production', confirmedBy: 'admin', status: 'running' })
      const other = await startDify({ release: '1.14.0' })
      const moved = { id, name: 'Production', baseUrl: other.url, login: byKey(own.dify).login }
      await expect(updatePlatform(context(database), moved)).rejects.toMatchObject({
        code: 'platform_in_run',
        status: 409,
      })
      await other.close()
      await expect(removePlatform(context(database), { id, confirm: true })).rejects.toMatchObject({
        code: 'platform_in_run',
      })
      expect(await getPlatform(context(database), { id })).toMatchObject({ baseUrl: own.dify.url })
    })
  })
})
