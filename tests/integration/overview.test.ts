import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import {
  bindings,
  gatewayCalls,
  gatewayTokens,
  lanes,
  namespaces,
  platforms,
  runItems,
  runs,
  serviceChecks,
  services,
} from '#db/schema/index.ts'
import type { Context } from '#lib/core/index.ts'
import { readOverview } from '#lib/overview/index.ts'
import { startQueue, stopQueue } from '#lib/queue/index.ts'
import { describeDatabases } from '../helpers/database.ts'

describeDatabases('overview', (database) => {
  beforeAll(() => startQueue(database.connection, [], { work: false }))
  afterAll(() => stopQueue())
  beforeEach(() => database.truncate())

  const context = (): Context => ({
    actor: { kind: 'user', id: randomUUID(), name: 'viewer', email: 'viewer@example.com', role: 'viewer' },
    db: database.db,
  })
  const look = (identifier: string) => ({
    ...{ identifier, name: identifier, iconEmoji: '🧰', iconColor: '#dbeafe' },
    url: `https://${identifier}.example.com/mcp`,
  })
  const addService = async (identifier: string, status: 'normal' | 'abnormal') => {
    const [row] = await database.db
      .insert(services)
      .values({
        ...look(identifier),
        status,
        statusMessage: 'The service fails with 500.',
        statusCode: 'service_fails',
      })
      .returning()
    return row?.id ?? ''
  }
  const addNamespace = async (status: 'reachable' | 'unreachable') => {
    const [platform] = await database.db
      .insert(platforms)
      .values({
        ...{ kind: 'dify', name: `Dify ${status}`, baseUrl: 'https://dify.example.com', authKind: 'adminKey' },
        ...{ secret: 'sealed', secretSetBy: 'admin', status },
      })
      .returning()
    const [namespace] = await database.db
      .insert(namespaces)
      .values({ platformId: platform?.id ?? '', remoteId: 'r', name: 'Research' })
      .returning()
    return { platformId: platform?.id ?? '', namespaceId: namespace?.id ?? '' }
  }

  it('shows a fresh system its first steps', async () => {
    expect(await readOverview(context())).toMatchObject({
      firstSteps: { services: false, platform: false },
      attention: { items: [], moreServices: 0 },
      services: { all: 0 },
      lastRuns: [],
    })
    await addService('weather', 'normal')
    expect((await readOverview(context())).firstSteps).toEqual({ services: true, platform: false })
  })

  it('names what needs attention, worst first', async () => {
    const lost = await addNamespace('unreachable')
    const { namespaceId } = await addNamespace('reachable')
    await addService('idle', 'abnormal')
    const used = await addService('used', 'abnormal')
    await database.db
      .insert(bindings)
      .values({ serviceId: used, namespaceId, tokenMode: 'none', origin: 'created', state: 'in_sync' })
    const [run] = await database.db
      .insert(runs)
      .values({ kind: 'sync', platformName: 'Dify', status: 'done', confirmedBy: 'admin', endedAt: new Date() })
      .returning()
    const [lane] = await database.db
      .insert(lanes)
      .values({ runId: run?.id ?? '', namespaceName: 'Research', status: 'done', groupKey: 'k' })
      .returning()
    await database.db.insert(runItems).values({
      ...{ runId: run?.id ?? '', laneId: lane?.id ?? '', position: 0, serviceId: used },
      ...{ serviceName: 'used', serviceIdentifier: 'used', iconEmoji: '🧰', iconColor: '#dbeafe' },
      ...{
        namespaceName: 'Research',
        action: 'create',
        verdict: 'failed',
        code: 'x',
        reason: 'It failed.',
        nextStep: 'retry',
      },
    })
    const overview = await readOverview(context())
    const { items } = overview.attention
    expect(items.map(({ kind }) => kind)).toEqual(['platform', 'service', 'run', 'service'])
    expect(items[0]).toMatchObject({ id: lost.platformId })
    expect(items[1]).toMatchObject({ service: { name: 'used', statusReason: 'fails with 500' }, namespaces: 1 })
    expect(items[2]).toMatchObject({ causes: [{ message: 'It failed.', count: 1 }] })
    expect(overview).toMatchObject({
      firstSteps: null,
      numbers: {
        bindings: { inSync: 1, all: 1, namespaces: 1 },
        platforms: { all: 2, reachable: 1, namespaces: 2 },
        week: { runs: 1, items: 1, failed: 1 },
      },
    })
  })

  it('points out tokens that are silent since their roll or expire soon, and counts the calls of a day', async () => {
    const serviceId = await addService('weather', 'normal')
    const { namespaceId } = await addNamespace('reachable')
    const hour = 60 * 60 * 1000
    const inHours = (hours: number) => new Date(Date.now() + hours * hour)
    const add = async (name: string, change: Partial<typeof gatewayTokens.$inferInsert> = {}) => {
      const [row] = await database.db
        .insert(gatewayTokens)
        .values({
          ...{
            hash: name,
            prefix: 'mcpf_Ab12Cd',
            name,
            serviceId,
            namespaceId,
            purpose: 'binding',
            createdBy: 'admin',
          },
          ...change,
        })
        .returning()
      return row?.id ?? ''
    }
    const used = { lastUsedAt: new Date() }
    const old = await add('old', { ...used, endsAt: inHours(5), expiresAt: inHours(24) })
    await add('rolled just now', { replacesId: old })
    expect((await readOverview(context())).attention.items).toEqual([])
    const silent = await add('silent', { replacesId: old, createdAt: inHours(-2) })
    await add('not silent', { replacesId: old, createdAt: inHours(-2), ...used })
    for (const days of [13, 1, 3]) await add(`ends in ${days}`, { ...used, expiresAt: inHours(days * 24) })
    await add('ends later', { ...used, expiresAt: inHours(15 * 24) })
    const line: typeof gatewayCalls.$inferInsert = {
      at: inHours(-1),
      ...{ tokenId: old, serviceId, namespaceId, method: 'tools/call', tool: 'forecast' },
      callerEra: 'legacy',
      serviceEra: 'legacy',
      verdict: 'ok',
      ...{ ms: 1, bytesIn: 1, bytesOut: 1 },
    }
    await database.db
      .insert(gatewayCalls)
      .values([
        line,
        { ...line, verdict: 'refused' },
        { ...line, method: 'tools/list', tool: null },
        { ...line, at: inHours(-25) },
      ])
    const { attention, numbers } = await readOverview(context())
    expect(attention.items).toMatchObject([
      { kind: 'tokens', why: 'silent', count: 1, tokens: [{ id: silent }] },
      { kind: 'tokens', why: 'expiring', count: 3, tokens: [{ name: 'ends in 1' }, { name: 'ends in 3' }] },
    ])
    expect(numbers.calls).toEqual({ all: 2, errors: 1 })
  })

  it('counts the rest instead of naming a hundred', async () => {
    for (let number = 0; number < 8; number += 1) await addService(`s${number}`, 'abnormal')
    const { attention } = await readOverview(context())
    expect([attention.items.length, attention.moreServices]).toEqual([5, 3])
  })

  it('draws the checks of eight hours, empty stretches too', async () => {
    const serviceId = await addService('weather', 'normal')
    const check = (minutesAgo: number, status: 'normal' | 'abnormal') => ({
      ...{ serviceId, status, at: new Date(Date.now() - minutesAgo * 60_000), code: 'x', message: '', ms: 1 },
    })
    await database.db.insert(serviceChecks).values([check(0, 'abnormal'), check(0, 'normal'), check(600, 'normal')])
    const { checks } = await readOverview(context())
    expect(checks).toHaveLength(24)
    expect(checks.at(-1)).toMatchObject({ normal: 1, abnormal: 1 })
    expect(checks.slice(0, -1).every((bar) => bar.normal + bar.abnormal === 0)).toBe(true)
  })
})
