import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEvents, bindings, namespaces, platforms, serviceChecks, services } from '#db/schema/index.ts'
import type { Context, Role } from '#lib/core/index.ts'
import { startQueue, stopQueue } from '#lib/queue/index.ts'
import {
  checkAllServices,
  checkServiceNow,
  createService,
  exportServices,
  getService,
  listServices,
  namespaceChoices,
  readCheckAllProgress,
  removalImpact,
  removeService,
  selectionSummary,
  serviceIdsMatching,
  serviceJobs,
  testService,
  updateService,
} from '#lib/services/index.ts'
import type { CreateServiceInput, UpdateServiceInput } from '#lib/services/schema.ts'
import { type McpServers, startMcpServers } from '#sandbox/mcp/index.ts'
import { describeDatabases, type TestDatabase } from '../helpers/database.ts'

const HANDBOOK_TOKEN = 'handbook-token-4f7a91c2'
const CANARY = 'canary-9b1f3c77-never-shown'
let mcp: McpServers
/** Where nothing listens. */
let closed: string

beforeAll(async () => {
  mcp = await startMcpServers({ slowMs: 200 })
  const { url, close } = await startMcpServers()
  await close()
  closed = `${url}/mcp`
})
afterAll(() => mcp.close())

function context({ db }: TestDatabase, role: Role = 'operator'): Context {
  return { actor: { kind: 'user', id: randomUUID(), name: role, email: `${role}@example.com`, role }, db }
}

function input(change: Partial<CreateServiceInput> = {}): CreateServiceInput {
  return {
    name: 'Weather',
    identifier: 'weather',
    iconEmoji: '🌦',
    iconColor: '#dbeafe',
    description: '',
    url: mcp.services.weather.url,
    transport: 'auto',
    credential: { kind: 'none' },
    timeoutSeconds: 30,
    sseReadTimeoutSeconds: 300,
    ...change,
  }
}

function edit(id: string, change: Partial<UpdateServiceInput> = {}): UpdateServiceInput {
  const { credential: _, ...look } = input()
  return { id, ...look, ...change }
}

/** Binds a service in one namespace of a platform made for it. */
async function bind({ db }: TestDatabase, serviceId: string, name = 'Research') {
  const [platform] = await db
    .insert(platforms)
    .values({
      ...{ kind: 'dify', name: `Dify ${name}`, baseUrl: 'http://127.0.0.1:1' },
      authKind: 'adminKey',
      secret: 'sealed',
      secretSetBy: 'admin',
    })
    .returning()
  const [namespace] = await db
    .insert(namespaces)
    .values({ platformId: platform?.id ?? '', remoteId: name, name })
    .returning()
  await db
    .insert(bindings)
    .values({ serviceId, namespaceId: namespace?.id ?? '', tokenMode: 'none', origin: 'created', state: 'in_sync' })
  return namespace?.id ?? ''
}

describeDatabases('services', (database) => {
  beforeEach(() => database.truncate())

  describe('with a queue that only sends', () => {
    beforeAll(() => startQueue(database.connection, serviceJobs, { work: false }))
    afterAll(() => stopQueue())

    it('adds a service unchecked, seals its credential, audits without it', async () => {
      const ctx = context(database)
      const credential = { kind: 'bearer', token: CANARY } as const
      const added = await createService(ctx, input({ credential, url: `${mcp.url}/a/mcp?api_key=${CANARY}` }))
      expect(added).toMatchObject({ status: 'unchecked', credential: { kind: 'bearer', setBy: 'operator' } })
      const [row] = await database.db.select().from(services)
      expect(row?.credential).toMatch(/^ey/)
      const [event] = await database.db.select().from(auditEvents)
      expect(event).toMatchObject({ action: 'service.create', targetLabel: 'Weather', actorLabel: 'operator' })
      expect(JSON.stringify(event)).not.toContain(CANARY)
      expect(
        JSON.stringify([await getService(ctx, added), await listServices(ctx, {})]).replaceAll(`api_key=${CANARY}`, ''),
      ).not.toContain(CANARY)
    })

    it('makes a taken identifier a fault of its field, also when two come at once', async () => {
      const ctx = context(database)
      const outcomes = await Promise.allSettled([
        createService(ctx, input()),
        createService(ctx, input({ name: 'Other' })),
      ])
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      const refused = outcomes.find((outcome) => outcome.status === 'rejected')
      expect(refused?.reason).toMatchObject({
        code: 'invalid_input',
        status: 422,
        fields: { identifier: expect.stringContaining('«weather»') },
      })
      expect(await database.db.select().from(auditEvents)).toHaveLength(1)
    })

    it('refuses a viewer, whatever the page shows', async () => {
      const viewer = context(database, 'viewer')
      const { id } = await createService(context(database), input())
      const refusals = [
        createService(viewer, input({ identifier: 'b' })),
        updateService(viewer, edit(id)),
        removeService(viewer, { id, confirm: true }),
        testService(viewer, { url: mcp.services.weather.url, transport: 'auto', timeoutSeconds: 30 }),
        checkServiceNow(viewer, { id }),
        checkAllServices(viewer),
      ]
      for (const refusal of refusals) await expect(refusal).rejects.toMatchObject({ code: 'forbidden', status: 403 })
      expect((await listServices(viewer, {})).matching).toBe(1)
    })

    it('answers a foreign id with not found, and one that is none with a fault', async () => {
      const ctx = context(database)
      await expect(getService(ctx, { id: randomUUID() })).rejects.toMatchObject({ code: 'not_found' })
      await expect(updateService(ctx, edit(randomUUID()))).rejects.toMatchObject({ code: 'not_found' })
      await expect(removalImpact(ctx, { id: 'x' })).rejects.toMatchObject({ code: 'invalid_input' })
    })

    it('keeps the verdict when only the look changes, and drops it when the connection does', async () => {
      const ctx = context(database)
      const { id } = await createService(ctx, input())
      await checkServiceNow(ctx, { id })
      const renamed = await updateService(ctx, edit(id, { name: 'Forecast' }))
      expect(renamed).toMatchObject({ name: 'Forecast', status: 'normal' })
      const moved = await updateService(ctx, edit(id, { url: mcp.services.clock.url }))
      expect(moved).toMatchObject({ status: 'unchecked', checkedAt: null, toolCount: null, reach: { kind: 'unknown' } })
      expect((await getService(ctx, { id })).tools).toEqual([])
    })

    it('writes nothing when nothing changed', async () => {
      const ctx = context(database)
      const { id, updatedAt } = await createService(ctx, input())
      expect((await updateService(ctx, edit(id))).updatedAt).toEqual(updatedAt)
      expect(await database.db.select().from(auditEvents)).toHaveLength(1)
    })

    it('asks before the identifier of a bound service changes', async () => {
      const ctx = context(database)
      const { id } = await createService(ctx, input())
      expect(await updateService(ctx, edit(id, { identifier: 'free' }))).toMatchObject({ identifier: 'free' })
      await bind(database, id)
      const change = edit(id, { identifier: 'other' })
      await expect(updateService(ctx, change)).rejects.toMatchObject({
        ...{ code: 'identifier_replaces', status: 409 },
        message: expect.stringContaining('one namespace'),
      })
      expect(await updateService(ctx, { ...change, confirmReplacement: true })).toMatchObject({ identifier: 'other' })
    })

    it('presents a stored credential only to the origin that it was given for', async () => {
      const ctx = context(database)
      const { handbook } = mcp.services
      const { id } = await createService(
        ctx,
        input({ url: handbook.url, credential: { kind: 'bearer', token: HANDBOOK_TOKEN } }),
      )
      const elsewhere = closed
      const asked = { id, transport: 'auto', timeoutSeconds: 30 } as const
      expect(await testService(ctx, { ...asked, url: handbook.url })).toMatchObject({ status: 'normal' })
      await expect(testService(ctx, { ...asked, url: elsewhere })).rejects.toMatchObject({
        fields: { credential: expect.stringContaining('Enter it again') },
      })
      await expect(updateService(ctx, edit(id, { url: elsewhere }))).rejects.toMatchObject({ code: 'invalid_input' })
      const moved = await updateService(ctx, edit(id, { url: elsewhere, credential: { kind: 'none' } }))
      expect(moved.credential).toEqual({ kind: 'none', setAt: null, setBy: null })
      expect(await database.db.select({ sealed: services.credential }).from(services)).toEqual([{ sealed: null }])
    })

    it('tests without writing, and shows the exchange without the credential', async () => {
      const ctx = context(database)
      const report = await testService(ctx, {
        ...{ url: mcp.services.handbook.url, transport: 'auto', timeoutSeconds: 30 },
        credential: { kind: 'bearer', token: CANARY },
      })
      expect(report).toMatchObject({ status: 'abnormal', code: 'credential_refused' })
      expect(report.exchange.length).toBeGreaterThan(0)
      expect(JSON.stringify(report)).not.toContain(CANARY)
      expect(await database.db.select().from(services)).toEqual([])
    })

    it('records a check: facts, tools, since when, and that the credential is enforced', async () => {
      const ctx = context(database)
      const { handbook } = mcp.services
      const { id } = await createService(
        ctx,
        input({ url: handbook.url, credential: { kind: 'bearer', token: HANDBOOK_TOKEN } }),
      )
      const checked = await checkServiceNow(ctx, { id })
      expect(checked).toMatchObject({
        status: 'normal',
        toolCount: handbook.tools,
        eras: ['legacy'],
        enforcesCredential: true,
      })
      const { statusSince } = checked
      mcp.setDown('handbook', true)
      const broken = await checkServiceNow(ctx, { id })
      mcp.setDown('handbook', false)
      expect(broken).toMatchObject({
        status: 'abnormal',
        statusCode: 'busy',
        toolCount: handbook.tools,
        remedy: 'check',
      })
      expect(broken.statusSince?.getTime()).toBeGreaterThan(statusSince?.getTime() ?? 0)
      const detail = await getService(ctx, { id })
      expect(detail.tools).toHaveLength(handbook.tools)
      expect(detail.checks.map(({ status }) => status)).toEqual(['normal', 'abnormal'])
      expect(detail.latency?.median).toBe(detail.checks[0]?.ms)
    })

    it('says what Dify will not get', async () => {
      const ctx = context(database)
      const list = await createService(ctx, input({ url: mcp.services['price-list'].url }))
      const atlas = await createService(ctx, input({ url: mcp.services.atlas.url, identifier: 'atlas' }))
      expect((await checkServiceNow(ctx, list)).reach).toEqual({ kind: 'part', gets: 10, of: 60 })
      expect((await checkServiceNow(ctx, atlas)).reach).toMatchObject({ kind: 'none' })
    })

    it('keeps the last 50 checks', async () => {
      const ctx = context(database)
      const { id } = await createService(ctx, input({ url: closed }))
      await database.db.insert(serviceChecks).values(
        Array.from({ length: 60 }, (_, ms) => ({
          serviceId: id,
          status: 'normal' as const,
          code: 'normal',
          message: '',
          ms,
        })),
      )
      await checkServiceNow(ctx, { id })
      const { checks } = await getService(ctx, { id })
      expect(checks).toHaveLength(50)
      expect(checks[0]?.ms).toBe(11)
      expect(checks.at(-1)).toMatchObject({ status: 'abnormal', code: 'connection_refused' })
      expect(await database.db.select().from(serviceChecks)).toHaveLength(50)
    })

    it('does not record a verdict on what the service no longer is', async () => {
      const ctx = context(database)
      const { id } = await createService(ctx, input({ url: mcp.services.archive.url }))
      const check = checkServiceNow(ctx, { id })
      await updateService(ctx, edit(id, { url: mcp.services.weather.url }))
      expect(await check).toMatchObject({ status: 'normal', toolCount: mcp.services.weather.tools })
      expect((await getService(ctx, { id })).checks).toHaveLength(1)
    })

    it('removes after confirmation, and says where the tools stay', async () => {
      const ctx = context(database)
      const { id } = await createService(ctx, input())
      await bind(database, id)
      await expect(removeService(ctx, { id, confirm: false } as never)).rejects.toMatchObject({ code: 'invalid_input' })
      const place = { namespaceName: 'Research', platformName: 'Dify Research' }
      expect(await removalImpact(ctx, { id })).toMatchObject({ namespaces: [place], activeRuns: [] })
      expect(await removeService(ctx, { id, confirm: true })).toEqual({ name: 'Weather', leftIn: [place] })
      await expect(removeService(ctx, { id, confirm: true })).rejects.toMatchObject({ code: 'not_found' })
      const [event] = await database.db.select().from(auditEvents).where(eq(auditEvents.action, 'service.remove'))
      expect(event?.changes).toMatchObject({ leftIn: { to: ['Dify Research · Research'] } })
    })

    it('searches, filters, sorts and cuts in the database', async () => {
      const ctx = context(database)
      const weather = await createService(ctx, input())
      const handbook = await createService(
        ctx,
        input({ name: 'Handbook', identifier: 'hb_1', url: mcp.services.handbook.url }),
      )
      await createService(ctx, input({ name: '100% clock', identifier: 'clock' }))
      await checkServiceNow(ctx, weather)
      await checkServiceNow(ctx, handbook)
      const namespaceId = await bind(database, handbook.id)
      const names = async (list: Parameters<typeof listServices>[1]) =>
        (await listServices(ctx, list)).rows.map(({ name }) => name)
      const [tool] = (await getService(ctx, weather)).tools
      expect(await names({ q: 'HAND' })).toEqual(['Handbook'])
      expect(await names({ q: 'b_1' })).toEqual(['Handbook'])
      expect(await names({ q: tool?.name.toUpperCase() })).toEqual(['Weather'])
      expect(await names({ q: '%' })).toEqual(['100% clock'])
      expect(await names({ status: 'abnormal' })).toEqual(['Handbook'])
      expect(await names({ namespaceId })).toEqual(['Handbook'])
      expect(await names({ sort: 'status' })).toEqual(['Handbook', '100% clock', 'Weather'])
      expect(await names({ sort: 'namespaces', direction: 'desc' })).toEqual(['Handbook', '100% clock', 'Weather'])
      expect(await names({ direction: 'desc', pageSize: 2, page: 2 })).toEqual(['100% clock'])
      const all = await listServices(ctx, { pageSize: 2, page: 99 })
      expect(all).toMatchObject({
        page: 2,
        matching: 3,
        matchingNormal: 1,
        counts: { all: 3, normal: 1, abnormal: 1, unchecked: 1 },
      })
      expect(await namespaceChoices(ctx)).toMatchObject([{ id: namespaceId, services: 1 }])
      expect(await serviceIdsMatching(ctx, {})).toEqual({ ids: [weather.id], more: false })
      const gone = randomUUID()
      expect(await selectionSummary(ctx, { ids: [weather.id, handbook.id, gone] })).toEqual({
        ...{ normal: [weather.id], gone: 1 },
        notNormal: [{ id: handbook.id, name: 'Handbook', status: 'abnormal' }],
      })
    })

    it('exports without secrets, and without formulas', async () => {
      const ctx = context(database)
      await createService(ctx, input({ name: '=1+1', credential: { kind: 'bearer', token: CANARY } }))
      const csv = await exportServices(ctx, {})
      expect(csv.split('\n')[0]).toContain('name,identifier')
      expect(csv).toContain("'=1+1")
      expect(csv).not.toContain(CANARY)
    })

    it('checks by schedule what is due, and nothing else', async () => {
      const ctx = context(database)
      const due = await createService(ctx, input())
      const fresh = await createService(ctx, input({ identifier: 'fresh' }))
      const waiting = await createService(ctx, input({ identifier: 'waiting' }))
      const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000)
      const set = (id: string, checkedAt: Date) =>
        database.db.update(services).set({ checkedAt }).where(eq(services.id, id))
      await set(due.id, ago(11.5))
      await set(fresh.id, ago(8.5))
      const job = serviceJobs.find(({ name }) => name === 'service-checks')
      const signal = new AbortController().signal
      await job?.handle({ connection: database.connection, db: database.db, data: {}, signal })
      const checked = async ({ id }: { id: string }) => (await getService(ctx, { id })).checks.length
      expect([await checked(due), await checked(fresh), await checked(waiting)]).toEqual([1, 0, 0])
    })

    it('answers fast with 10,000 services of 10 tools', async () => {
      const ctx = context(database)
      await database.db.execute(sql`
        insert into services (identifier, name, icon_emoji, icon_color, url, status, tool_count, checked_at)
        select 's' || n, 'Service ' || n, '🧰', '#dbeafe', 'https://mcp.example.com/' || n, 'normal', 10, now() from generate_series(1, 10000) n`)
      await database.db.execute(sql`
        insert into service_tools (service_id, position, name, input_schema)
        select id, p, identifier || '_tool_' || p, '{"type":"object"}' from services, generate_series(0, 9) p`)
      await database.db.execute(sql`analyze services`)
      await database.db.execute(sql`analyze service_tools`)
      const started = performance.now()
      const list = await listServices(ctx, { q: 's777_tool_3', sort: 'tools' })
      const last = await listServices(ctx, { page: 200 })
      const ms = performance.now() - started
      expect(list.rows.map(({ identifier }) => identifier)).toEqual(['s777'])
      expect(last.rows).toHaveLength(50)
      expect((await serviceIdsMatching(ctx, {})).more).toBe(true)
      expect(ms).toBeLessThan(3000)
    })
  })

  describe('with a queue that works', () => {
    beforeAll(() => startQueue(database.connection, serviceJobs, { work: true }))
    afterAll(() => stopQueue())

    it('checks a service by itself after it was added and after its connection changed', async () => {
      const ctx = context(database)
      const { id } = await createService(ctx, input({ url: closed }))
      const status = async () => (await getService(ctx, { id })).status
      await expect.poll(status, { timeout: 10_000 }).toBe('abnormal')
      await updateService(ctx, edit(id))
      await expect.poll(status, { timeout: 10_000 }).toBe('normal')
    })

    it('checks all, with progress, and a second wish joins the first', async () => {
      const ctx = context(database)
      await expect(checkAllServices(ctx)).rejects.toMatchObject({ code: 'no_services' })
      expect(await readCheckAllProgress(ctx)).toBeNull()
      const values = Array.from({ length: 20 }, (_, n) => {
        const { credential: _none, ...look } = input({
          identifier: `s${n}`,
          url: n === 0 ? closed : mcp.services.archive.url,
        })
        return look
      })
      await database.db.insert(services).values(values)
      const [first, second] = await Promise.all([checkAllServices(ctx), checkAllServices(ctx)])
      expect(first).toMatchObject({ running: true, total: 20 })
      expect(second.startedAt).toEqual(first.startedAt)
      await expect
        .poll(() => readCheckAllProgress(ctx), { timeout: 60_000, interval: 500 })
        .toMatchObject({ running: false, checked: 20, abnormal: 1 })
    }, 90_000)
  })
})
