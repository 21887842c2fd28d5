import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { bindings, gatewayTokens, runItems, services, serviceTools } from '#db/schema/index.ts'
import type { Context } from '#lib/core/index.ts'
import {
  bindingsOfService,
  cancelRun,
  chooseAuthentication,
  chooseNamespaces,
  choosePlatform,
  generateForAll,
  getDraft,
  makePlan,
  retryFailed,
  startDraft,
  verifyTokens,
} from '#lib/sync/index.ts'
import type { SlotChoiceInput } from '#lib/sync/schema.ts'
import { changeTokenOptions, endTokens } from '#lib/tokens/index.ts'
import type { Sandbox } from '#sandbox/index.ts'
import { describeDatabases } from '../helpers/database.ts'
import type { TestGateway } from '../helpers/gateway.ts'
import { person } from '../helpers/people.ts'
import { callTool, gatewayAddress, gatewayAt, setGatewayUrl } from './generated-fixture.ts'
import { actions, confirm, connect, dump, ended, plan, quickSandbox, register, workersDuring } from './sync-fixture.ts'

const address = await gatewayAddress()

describeDatabases('generated tokens', (database) => {
  let sandbox: Sandbox
  let gateway: TestGateway
  let ctx: Context

  workersDuring(database)
  beforeAll(async () => {
    gateway = await gatewayAt(database.connection, address)
  })
  afterAll(() => gateway.close())
  beforeEach(async () => {
    setGatewayUrl(address.url)
    await database.truncate()
    ctx = await person(database.db, 'admin')
  })
  afterEach(() => sandbox.close())

  const generated = (options: object = {}): SlotChoiceInput => ({ mode: 'generated', options })
  const tokens = () => database.db.select().from(gatewayTokens).orderBy(gatewayTokens.createdAt)
  const provider = (workspace: string, identifier: string) => {
    const found = sandbox.dify.providers(workspace).find((one) => one.identifier === identifier)
    if (found === undefined) throw new Error(`${workspace} has no ${identifier}`)
    return found
  }
  async function carry(key: 'weather' | 'handbook' | 'price-list' | 'atlas', places = ['Research', 'Support']) {
    const id = await register(ctx, sandbox, key)
    const { platformId, namespace } = await connect(ctx, sandbox)
    const wanted = { platformId, serviceIds: [id], namespaceIds: places.map((name) => namespace(name)) }
    return { id, namespace, wanted }
  }

  it('carries services through the gateway, a token of its own for each namespace; their credentials stay here', async () => {
    sandbox = await quickSandbox()
    const handbook = await register(ctx, sandbox, 'handbook')
    const weather = await register(ctx, sandbox, 'weather')
    const { platformId, namespace } = await connect(ctx, sandbox)
    const { id: draftId } = await startDraft(ctx, { serviceIds: [handbook, weather] })
    await choosePlatform(ctx, { draftId, platformId })
    await chooseNamespaces(ctx, { draftId, namespaceIds: [namespace('Research'), namespace('Support')] })
    const chosen = await generateForAll(ctx, { draftId })
    expect(await tokens()).toEqual([])
    expect(chosen.authentication.map(({ gateway: way }) => way.url)).toEqual([
      `${address.url}/mcp/handbook/mcp`,
      `${address.url}/mcp/weather/mcp`,
    ])
    expect(chosen.authentication[0]?.slots[0]?.choice).toMatchObject({ mode: 'generated', staying: 0, fresh: 2 })

    const verified = await verifyTokens(ctx, { draftId })
    expect(verified.authentication.map(({ slots }) => slots[0]?.proof?.message)).toEqual([
      `Verified through the gateway as Dify 1.14.0 asks: ${sandbox.mcp.services.handbook.tools} tools; refused without it (401).`,
      `Verified through the gateway as Dify 1.14.0 asks: ${sandbox.mcp.services.weather.tools} tools; refused without it (401).`,
    ])
    expect(verified.steps.authentication).toMatchObject({ done: true, summary: '2 generate' })
    expect(await tokens()).toEqual([])

    sandbox.mcp.clearReceived()
    const draft = await makePlan(ctx, { draftId })
    expect(draft.plan?.groups[0]?.items[0]).toMatchObject({
      action: 'create',
      summary: 'through the gateway, generated token',
      reach: { through: 'gateway', gets: 3, of: 3 },
      changes: [
        { field: 'url', from: null, to: `${address.url}/mcp/handbook/mcp` },
        { field: 'token', from: null, to: 'generated, for Research only' },
      ],
    })
    const runId = await confirm(ctx, draft)
    const { items } = await ended(ctx, runId)
    expect(items.map(({ verdict, reason, tokenMode }) => [verdict, reason, tokenMode])).toEqual(
      Array(4).fill(['created', null, 'generated']),
    )

    const issued = await tokens()
    expect(issued.map(({ name }) => name).toSorted()).toEqual([
      'Handbook → Research',
      'Handbook → Support',
      'Weather → Research',
      'Weather → Support',
    ])
    const presented = ['Research', 'Support'].flatMap((place) =>
      ['handbook', 'weather'].map((identifier) => provider(place, identifier).headers.Authorization),
    )
    expect(new Set(presented).size).toBe(4)
    expect(presented.every((value) => /^Bearer mcpf_[0-9A-Za-z]{49}$/.test(value ?? ''))).toBe(true)
    expect(provider('Research', 'handbook').url).toBe(`${address.url}/mcp/handbook/mcp`)
    // What arrived at the service was its own credential, each time.
    const arrived = sandbox.mcp.received.filter(({ path }) => path === '/handbook/mcp')
    expect(arrived.length).toBeGreaterThan(0)
    expect(new Set(arrived.map(({ credential }) => credential))).toEqual(new Set(['right']))

    const text = await dump({ db: database.db })
    for (const value of presented) expect(text).not.toContain(value?.replace('Bearer ', '') ?? '?')
    expect((await bindingsOfService(ctx, handbook))[0]).toMatchObject({
      tokenMode: 'generated',
      tokenPrefix: expect.stringMatching(/^mcpf_.{6}$/),
      pending: [],
    })

    sandbox.dify.clearLog()
    const again = await plan(ctx, {
      platformId,
      serviceIds: [handbook, weather],
      namespaceIds: [namespace('Research'), namespace('Support')],
    })
    expect(again.authentication[0]?.slots[0]?.choice).toMatchObject({ mode: 'generated', staying: 2, fresh: 0 })
    expect(actions(again)).toEqual({
      Research: ['unchanged Handbook', 'unchanged Weather'],
      Support: ['unchanged Handbook', 'unchanged Weather'],
    })
    await ended(ctx, await confirm(ctx, again))
    expect(sandbox.dify.writes()).toEqual([])
    expect(await tokens()).toHaveLength(4)
  }, 60_000)

  it('is proposed for what is out of reach, which then arrives whole', async () => {
    sandbox = await quickSandbox()
    const { id, wanted, namespace } = await carry('price-list', ['Research'])
    const atlas = await register(ctx, sandbox, 'atlas')
    const draft = await plan(ctx, { ...wanted, serviceIds: [id, atlas] })
    const [modern, paged] = draft.authentication.toSorted((one) => (one.serviceId === atlas ? -1 : 1))
    expect(paged?.slots[0]?.choice).toMatchObject({
      mode: 'generated',
      proposed: 'Dify gets 10 of 60 tools, it reads only the first page. Through the gateway it gets all 60 tools.',
    })
    expect(modern?.slots[0]?.choice).toMatchObject({ mode: 'generated', proposed: expect.stringMatching(/only MCP/) })
    expect(draft.steps.authentication.missing).toEqual([])
    const { items } = await ended(ctx, await confirm(ctx, draft))
    expect(items.map(({ verdict, toolsThere, toolsOfService }) => [verdict, toolsThere, toolsOfService])).toEqual([
      ['created', sandbox.mcp.services.atlas.tools, sandbox.mcp.services.atlas.tools],
      ['created', 60, 60],
    ])
    expect(
      actions(await plan(ctx, { ...wanted, serviceIds: [id, atlas], namespaceIds: [namespace('Research')] })),
    ).toEqual({ Research: ['unchanged Atlas', 'unchanged Price list'] })
  }, 60_000)

  it('lets through only the chosen tools, under a prefix; another choice is a reconnection, the token stays', async () => {
    sandbox = await quickSandbox()
    const { id, wanted } = await carry('weather', ['Research'])
    const names = (await database.db.select().from(serviceTools).where(eq(serviceTools.serviceId, id))).map(
      ({ name }) => name,
    )
    const [first = '', second = ''] = names
    const one = await plan(ctx, {
      ...wanted,
      tokens: { [id]: generated({ allowedTools: [first], toolPrefix: 'w_' }) },
    })
    expect(one.plan?.groups[0]?.items[0]).toMatchObject({ reach: { gets: 1, of: 3 } })
    const created = await ended(ctx, await confirm(ctx, one))
    expect(created.items[0]).toMatchObject({ verdict: 'created', code: null, toolsThere: 1, toolsOfService: 1 })
    const before = provider('Research', 'weather')
    expect(before.tools.map(({ name }) => name)).toEqual([`w_${first}`])
    const presented = before.headers.Authorization

    const two = await plan(ctx, { ...wanted, tokens: { [id]: generated({ allowedTools: [second, first] }) } })
    expect(two.plan?.groups[0]?.items[0]).toMatchObject({
      action: 'update',
      summary: 'Tools changes',
      changes: [{ field: 'tools', from: '1 chosen, named «w_…»', to: '2 chosen' }],
    })
    sandbox.dify.clearLog()
    // Nothing has changed before the item is worked.
    expect((await tokens())[0]?.allowedTools).toEqual([first])
    const updated = await ended(ctx, await confirm(ctx, two))
    expect(updated.items[0]).toMatchObject({ verdict: 'updated', toolsThere: 2, toolsOfService: 2 })
    expect(sandbox.dify.writes().map(({ method }) => method)).toEqual(['GET'])
    expect(provider('Research', 'weather').headers.Authorization).toBe(presented)
    expect(
      provider('Research', 'weather')
        .tools.map(({ name }) => name)
        .toSorted(),
    ).toEqual([first, second].toSorted())
    expect(await tokens()).toHaveLength(1)
    expect(actions(await plan(ctx, wanted))).toEqual({ Research: ['unchanged Weather'] })

    // Changed on the token itself: the platform has to be told.
    const [token] = await tokens()
    await changeTokenOptions(database.db, token?.id ?? '', { allowedTools: null, toolPrefix: null, callsPerMinute: 9 })
    const told = await plan(ctx, wanted)
    expect(told.plan?.groups[0]?.items[0]).toMatchObject({
      action: 'update',
      summary: expect.stringMatching(/read again/),
    })
    expect((await ended(ctx, await confirm(ctx, told))).items[0]).toMatchObject({ verdict: 'updated', toolsThere: 3 })
  }, 60_000)

  it('ends the token when another way is chosen or the binding goes, and only then', async () => {
    sandbox = await quickSandbox()
    const { id, wanted } = await carry('weather')
    await ended(ctx, await confirm(ctx, await plan(ctx, { ...wanted, tokens: { [id]: generated() } })))
    const direct = await plan(ctx, { ...wanted, tokens: { [id]: { mode: 'none' } } })
    expect(direct.plan?.groups[0]?.items[0]?.changes).toMatchObject([
      { field: 'url', from: `${address.url}/mcp/weather/mcp`, to: sandbox.mcp.services.weather.url },
      { field: 'token', from: expect.stringMatching(/^generated, mcpf_/), to: 'none' },
    ])
    expect((await tokens()).map(({ endsAt }) => endsAt)).toEqual([null, null])
    const { items } = await ended(ctx, await confirm(ctx, direct))
    expect(items.map(({ verdict }) => verdict)).toEqual(['updated', 'updated'])
    for (const { endsAt, endedBecause, sealed } of await tokens()) {
      expect([endedBecause, sealed === null]).toEqual(['replaced', false])
      const seconds = ((endsAt?.getTime() ?? 0) - Date.now()) / 1000
      expect(seconds).toBeGreaterThan(880)
      expect(seconds).toBeLessThan(901)
    }
    expect(provider('Research', 'weather')).toMatchObject({ url: sandbox.mcp.services.weather.url, headers: {} })
    expect(actions(await plan(ctx, wanted))).toEqual({
      Research: ['unchanged Weather'],
      Support: ['unchanged Weather'],
    })
  }, 60_000)

  it.each(['1.9.1', '1.10.1', '1.14.0', '1.16.1'])(
    'takes over on %s what was carried to the services’ own addresses, and gives it back',
    async (release) => {
      sandbox = await quickSandbox(release)
      const handbook = await register(ctx, sandbox, 'handbook')
      const weather = await register(ctx, sandbox, 'weather')
      const { platformId, namespace } = await connect(ctx, sandbox, 'account')
      const wanted = { platformId, serviceIds: [handbook, weather], namespaceIds: [namespace('Research')] }
      const own = { [handbook]: { mode: 'entered', source: 'service' }, [weather]: { mode: 'none' } } as const
      await ended(ctx, await confirm(ctx, await plan(ctx, { ...wanted, tokens: own })))
      const through = { [handbook]: generated(), [weather]: generated() }
      const there = await ended(ctx, await confirm(ctx, await plan(ctx, { ...wanted, tokens: through })))
      expect(there.items.map(({ verdict, platformSaid }) => [verdict, platformSaid])).toEqual(
        Array(2).fill(['updated', null]),
      )
      expect(provider('Research', 'handbook').url).toBe(`${address.url}/mcp/handbook/mcp`)
      expect(actions(await plan(ctx, wanted))).toEqual({ Research: ['unchanged Handbook', 'unchanged Weather'] })
      const back = await ended(ctx, await confirm(ctx, await plan(ctx, { ...wanted, tokens: own })))
      expect(back.items.map(({ verdict, platformSaid }) => [verdict, platformSaid])).toEqual(
        Array(2).fill(['updated', null]),
      )
      expect(provider('Research', 'handbook').url).toBe(sandbox.mcp.services.handbook.url)
    },
    60_000,
  )

  it('ends the tokens of a removal at once', async () => {
    sandbox = await quickSandbox()
    const { id, wanted } = await carry('weather')
    await ended(ctx, await confirm(ctx, await plan(ctx, { ...wanted, tokens: { [id]: generated() } })))
    const { Authorization = '' } = provider('Research', 'weather').headers
    const { id: draftId } = await startDraft(ctx, { kind: 'remove', serviceIds: [id] })
    const { items } = await ended(ctx, await confirm(ctx, await makePlan(ctx, { draftId })))
    expect(items.map(({ verdict }) => verdict)).toEqual(['removed', 'removed'])
    expect((await tokens()).map(({ endedBecause, sealed }) => [endedBecause, sealed])).toEqual(
      Array(2).fill(['unbound', null]),
    )
    const call = () => callTool({ url: `${address.url}/mcp/weather/mcp`, headers: { Authorization } }, 'x')
    await expect.poll(call, { timeout: 1000, interval: 50 }).toMatch(/^401/)
  }, 60_000)

  it('a revoked token is made anew by the next plan', async () => {
    sandbox = await quickSandbox()
    const { id, wanted } = await carry('weather', ['Research'])
    await ended(ctx, await confirm(ctx, await plan(ctx, { ...wanted, tokens: { [id]: generated() } })))
    const before = provider('Research', 'weather').headers.Authorization
    const [token] = await tokens()
    await endTokens(database.db, [token?.id ?? ''], { because: 'revoked', by: 'somebody' })
    const draft = await plan(ctx, wanted)
    expect(draft.plan?.groups[0]?.items[0]).toMatchObject({
      action: 'update',
      changes: [{ field: 'token', from: 'ended', to: 'generated, for Research only' }],
    })
    expect((await ended(ctx, await confirm(ctx, draft))).items[0]).toMatchObject({ verdict: 'updated' })
    expect(provider('Research', 'weather').headers.Authorization).not.toBe(before)
    expect((await tokens()).filter(({ endsAt }) => endsAt === null)).toHaveLength(1)
  }, 60_000)

  it('tokens of what was cancelled before it began end; a retry makes others', async () => {
    sandbox = await quickSandbox()
    const { id, wanted } = await carry('weather')
    sandbox.dify.slowDown(({ path }) => (path.endsWith('tool-providers') ? 1500 : 0))
    const runId = await confirm(ctx, await plan(ctx, { ...wanted, tokens: { [id]: generated() } }))
    await cancelRun(ctx, { runId })
    const { items } = await ended(ctx, runId)
    expect(items.map(({ verdict }) => verdict)).toEqual(['cancelled', 'cancelled'])
    expect((await tokens()).map(({ endedBecause }) => endedBecause)).toEqual(['unbound', 'unbound'])
    sandbox.dify.slowDown(0)
    await retryFailed(ctx, { runId })
    const again = await ended(ctx, runId)
    expect(again.items.map(({ verdict }) => verdict)).toEqual(['created', 'created'])
    expect((await tokens()).filter(({ endsAt }) => endsAt === null)).toHaveLength(2)
  }, 60_000)

  it('keeps both tokens while a change has failed, and goes on with the new one', async () => {
    sandbox = await quickSandbox()
    const { id, wanted } = await carry('handbook', ['Research'])
    await ended(ctx, await confirm(ctx, await plan(ctx, { ...wanted, tokens: { [id]: generated() } })))
    const [old] = await tokens()
    await database.db.update(gatewayTokens).set({ expiresAt: new Date(Date.now() + 500) })
    await new Promise((resolve) => setTimeout(resolve, 600))
    const draft = await plan(ctx, wanted)
    sandbox.mcp.setDown('handbook', true)
    const runId = await confirm(ctx, draft)
    const failed = await ended(ctx, runId)
    expect(failed.items[0]).toMatchObject({ verdict: 'failed' })
    const both = await tokens()
    expect(both.map(({ endsAt }) => endsAt)).toEqual([null, null])
    sandbox.mcp.setDown('handbook', false)
    await retryFailed(ctx, { runId })
    const done = await ended(ctx, runId)
    expect(done.items[0]).toMatchObject({ verdict: 'updated' })
    const after = await tokens()
    expect(after.find((one) => one.id === old?.id)).toMatchObject({ endedBecause: 'replaced' })
    const [binding] = await database.db.select().from(bindings)
    expect(after.filter(({ endsAt }) => endsAt === null).map((one) => one.id)).toEqual([binding?.gatewayTokenId])
  }, 60_000)

  it.each(['1.6.0', '1.8.1'])(
    'travels in the path to %s, which sends no headers, and stands in no table, plan or run',
    async (release) => {
      sandbox = await quickSandbox(release)
      const id = await register(ctx, sandbox, 'handbook')
      const { platformId, namespace } = await connect(ctx, sandbox, 'account')
      const wanted = { platformId, serviceIds: [id], namespaceIds: [namespace('Research')] }
      const draft = await plan(ctx, wanted)
      expect(draft.authentication[0]?.slots[0]).toMatchObject({
        choice: { mode: 'generated', proposed: expect.stringMatching(/sends no headers/) },
        proof: { message: expect.stringMatching(/3 tools; refused without it \(401\)\.$/) },
      })
      const [item] = draft.plan?.groups[0]?.items ?? []
      expect(item).toMatchObject({
        action: 'create',
        changes: [{ field: 'url', to: `${address.url}/mcp/handbook/<token>/mcp` }, { field: 'token' }],
        warnings: [expect.stringMatching(/travels in the URL’s path/)],
      })
      const { run, items } = await ended(ctx, await confirm(ctx, draft))
      expect(items[0]).toMatchObject({ verdict: 'created', toolsThere: 3 })
      const { url } = provider('Research', 'handbook')
      const token = /\/mcp\/handbook\/(mcpf_\w+)\/mcp$/.exec(url)?.[1] ?? ''
      expect(token).toHaveLength(54)
      const text = await dump({ db: database.db })
      expect(text).not.toContain(token)
      expect(JSON.stringify([draft, run, items])).not.toContain(token)
      expect(actions(await plan(ctx, wanted))).toEqual({ Research: ['unchanged Handbook'] })

      // Dify's own faults quote the URL.
      sandbox.mcp.setDown('handbook', true)
      const [binding] = await database.db.select().from(bindings)
      await database.db.update(bindings).set({ state: 'failed' })
      const again = await ended(ctx, await confirm(ctx, await plan(ctx, { ...wanted, unverified: true })))
      expect(again.items[0]).toMatchObject({ verdict: 'failed' })
      expect(await dump({ db: database.db })).not.toContain(token)
      expect(binding?.appliedShown?.url).toBe(`${address.url}/mcp/handbook/mcp`)
    },
    60_000,
  )

  it('says so before anything is written when the platform cannot reach the gateway', async () => {
    sandbox = await quickSandbox()
    const { id, wanted } = await carry('weather', ['Research'])
    const { id: draftId } = await startDraft(ctx, { serviceIds: [id] })
    await choosePlatform(ctx, { draftId, platformId: wanted.platformId })
    await chooseNamespaces(ctx, { draftId, namespaceIds: wanted.namespaceIds })
    await database.db.execute(`update platforms set base_url = 'https://dify.example.com'`)
    const chosen = await chooseAuthentication(ctx, { draftId, serviceId: id, scope: 'same', choice: generated() })
    expect(chosen.authentication[0]?.slots[0]).toMatchObject({
      ready: false,
      obstacle: { message: expect.stringMatching(/cannot reach the gateway at 127\.0\.0\.1/) },
    })
    expect(chosen.steps.authentication.missing[0]).toMatch(/Set GATEWAY_URL to an address that Dify reaches\./)
    const verified = await verifyTokens(ctx, { draftId })
    expect(verified.authentication[0]?.slots[0]).toMatchObject({ ready: false, proof: { state: 'verified' } })
    setGatewayUrl('http://ferry:3000')
    const named = (await getDraft(ctx, { draftId })).authentication[0]
    expect(named?.slots[0]?.obstacle).toBeNull()
    expect(named?.gateway.caution).toMatch(/is no public one/)
    // And nothing is proposed that cannot work.
    setGatewayUrl(address.url)
    const paged = await register(ctx, sandbox, 'price-list')
    const { id: other } = await startDraft(ctx, { serviceIds: [paged] })
    await choosePlatform(ctx, { draftId: other, platformId: wanted.platformId })
    const open = await chooseNamespaces(ctx, { draftId: other, namespaceIds: wanted.namespaceIds })
    expect(open.authentication[0]?.slots[0]?.choice).toEqual({ mode: 'none' })
  }, 60_000)

  it('leaves alone what somebody chose, unless it is to be generated for all', async () => {
    sandbox = await quickSandbox()
    const handbook = await register(ctx, sandbox, 'handbook')
    const weather = await register(ctx, sandbox, 'weather')
    const { platformId, namespace } = await connect(ctx, sandbox)
    const { id: draftId } = await startDraft(ctx, { serviceIds: [handbook, weather] })
    await choosePlatform(ctx, { draftId, platformId })
    await chooseNamespaces(ctx, { draftId, namespaceIds: [namespace('Research')] })
    const service = { mode: 'entered', source: 'service' } as const
    await chooseAuthentication(ctx, { draftId, serviceId: handbook, scope: 'same', choice: service })
    const modes = (view: Awaited<ReturnType<typeof getDraft>>) =>
      view.authentication.map(({ slots }) => slots[0]?.choice?.mode)
    expect(modes(await generateForAll(ctx, { draftId }))).toEqual(['entered', 'generated'])
    expect(modes(await generateForAll(ctx, { draftId, all: true }))).toEqual(['generated', 'generated'])
    expect(await database.db.select().from(runItems)).toEqual([])
    expect((await database.db.select().from(services)).length).toBe(2)
  }, 60_000)
})
