import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { auditEvents, bindings, gatewayTokens, services } from '#db/schema/index.ts'
import type { Context } from '#lib/core/index.ts'
import { getRun, retryFailed, rollTokens } from '#lib/sync/index.ts'
import type { Sandbox } from '#sandbox/index.ts'
import { describeDatabases } from '../helpers/database.ts'
import type { TestGateway } from '../helpers/gateway.ts'
import { person } from '../helpers/people.ts'
import { callTool, gatewayAddress, gatewayAt } from './generated-fixture.ts'
import { actions, confirm, connect, dump, ended, plan, quickSandbox, register, workersDuring } from './sync-fixture.ts'

const address = await gatewayAddress()

describeDatabases('rolling tokens', (database) => {
  let sandbox: Sandbox
  let gateway: TestGateway
  let ctx: Context

  workersDuring(database)
  beforeAll(async () => {
    gateway = await gatewayAt(database.connection, address)
  })
  afterAll(() => gateway.close())
  beforeEach(async () => {
    await database.truncate()
    ctx = await person(database.db, 'admin')
  })
  afterEach(() => sandbox.close())

  const tokens = () => database.db.select().from(gatewayTokens).orderBy(gatewayTokens.createdAt)
  const living = async () => (await tokens()).filter(({ endsAt }) => endsAt === null)
  const presented = (workspace: string) => {
    const found = sandbox.dify.providers(workspace).find(({ identifier }) => identifier === 'weather')
    return { url: found?.url ?? '', headers: { ...found?.headers } }
  }
  async function carried(release?: string, options: object = {}) {
    sandbox = await quickSandbox(release)
    const id = await register(ctx, sandbox, 'weather')
    const { platformId, namespace } = await connect(ctx, sandbox, release === '1.8.1' ? 'account' : 'adminKey')
    const wanted = {
      ...{ platformId, serviceIds: [id], namespaceIds: [namespace('Research'), namespace('Support')] },
    }
    const choice = { mode: 'generated' as const, options }
    await ended(ctx, await confirm(ctx, await plan(ctx, { ...wanted, tokens: { [id]: choice } })))
    return { id, wanted }
  }

  it('gives each namespace a new one, which proves itself before the old one ends; calls go on all the while', async () => {
    const { id, wanted } = await carried(undefined, { callsPerMinute: 100_000 })
    const before = ['Research', 'Support'].map(presented)
    const old = await tokens()
    await database.db
      .update(gatewayTokens)
      .set({ expiresAt: new Date(Date.now() + 10 * 86_400_000) })
      .where(eq(gatewayTokens.id, old[0]?.id ?? ''))
    // What has changed here meanwhile waits for a synchronization.
    await database.db.update(services).set({ name: 'Weather today' }).where(eq(services.id, id))

    let calling = true
    const answers: string[] = []
    const caller = (async () => {
      while (calling) {
        answers.push(await callTool(presented('Research'), 'current_weather', { city: 'Bergen' }))
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    })()
    const { runs } = await rollTokens(ctx, { tokenIds: old.map((one) => one.id), graceSeconds: 60 })
    expect(runs).toMatchObject([{ platformName: 'Sandbox by adminKey' }])
    const { run, items } = await ended(ctx, runs[0]?.id ?? '')
    calling = false
    await caller
    expect(answers.length).toBeGreaterThan(0)
    expect(answers.filter((answer) => /^4\d\d/.test(answer))).toEqual([])

    expect(run).toMatchObject({ name: 'Roll of 2 tokens', kind: 'sync', confirmedBy: ctx.actor.name })
    expect(items.map(({ verdict, tokenMode }) => [verdict, tokenMode])).toEqual(Array(2).fill(['updated', 'generated']))
    const after = ['Research', 'Support'].map(presented)
    for (const [index, one] of after.entries()) {
      expect(one.url).toBe(before[index]?.url)
      expect(one.headers).not.toEqual(before[index]?.headers)
    }
    expect(sandbox.dify.providers('Research')[0]?.name).toBe('Weather')
    const now = await tokens()
    const fresh = now.filter(({ endsAt }) => endsAt === null)
    expect(fresh.map(({ replacesId }) => replacesId).toSorted()).toEqual(old.map((one) => one.id).toSorted())
    expect(fresh.every(({ callsPerMinute }) => callsPerMinute === 100_000)).toBe(true)
    const moved = fresh.find(({ replacesId }) => replacesId === old[0]?.id)
    expect(((moved?.expiresAt?.getTime() ?? 0) - Date.now()) / 86_400_000).toBeCloseTo(10, 1)
    for (const one of now.filter(({ endsAt }) => endsAt !== null)) {
      expect(one.endedBecause).toBe('replaced')
      expect(((one.endsAt?.getTime() ?? 0) - Date.now()) / 1000).toBeLessThan(61)
    }
    const boundTo = (await database.db.select().from(bindings)).map(({ gatewayTokenId }) => gatewayTokenId)
    expect(boundTo.toSorted()).toEqual(fresh.map((one) => one.id).toSorted())
    // The old one still opens while its grace lasts.
    const [first] = before
    if (first) expect(await callTool(first, 'current_weather', { city: 'Bergen' })).not.toMatch(/^4\d\d/)

    const text = await dump({ db: database.db })
    for (const { headers } of [...before, ...after])
      expect(text).not.toContain(headers.Authorization?.replace('Bearer ', '') ?? '?')
    const events = await database.db.select().from(auditEvents).where(eq(auditEvents.action, 'run.roll'))
    expect(events).toMatchObject([{ changes: { tokens: { to: '2 tokens' }, graceSeconds: { to: 60 } } }])
    expect(actions(await plan(ctx, wanted))).toEqual({
      Research: ['update Weather today'],
      Support: ['update Weather today'],
    })
  }, 120_000)

  it('leaves the old one valid where the new one could not prove itself, until a retry does', async () => {
    await carried()
    const old = await tokens()
    sandbox.mcp.setDown('weather', true)
    const { runs } = await rollTokens(ctx, { tokenIds: [old[0]?.id ?? ''], graceSeconds: 0 })
    const runId = runs[0]?.id ?? ''
    const failed = await ended(ctx, runId)
    expect(failed.items).toMatchObject([{ verdict: 'failed' }])
    expect(await living()).toHaveLength(3)
    sandbox.mcp.setDown('weather', false)
    await retryFailed(ctx, { runId })
    expect((await ended(ctx, runId)).items).toMatchObject([{ verdict: 'updated' }])
    expect((await living()).map((one) => one.id)).not.toContain(old[0]?.id)
    expect(await living()).toHaveLength(2)
  }, 120_000)

  it('rolls a token that travels in the path', async () => {
    await carried('1.8.1')
    const before = presented('Research')
    const { runs } = await rollTokens(ctx, { tokenIds: (await tokens()).map((one) => one.id), graceSeconds: 900 })
    const { items } = await ended(ctx, runs[0]?.id ?? '')
    expect(items.map(({ verdict }) => verdict)).toEqual(['updated', 'updated'])
    expect(presented('Research').url).toMatch(/\/mcp\/weather\/mcpf_\w+\/mcp$/)
    expect(presented('Research').url).not.toBe(before.url)
  }, 120_000)

  it('takes only those that a namespace presents, of the age asked for, and only from who may', async () => {
    await carried()
    const old = await tokens()
    const now = { olderThanDays: 90, graceSeconds: 0 }
    expect(await rollTokens(ctx, now)).toEqual({ runs: [] })
    await database.db
      .update(gatewayTokens)
      .set({ createdAt: new Date(Date.now() - 91 * 86_400_000) })
      .where(eq(gatewayTokens.id, old[0]?.id ?? ''))
    const { runs } = await rollTokens({ ...ctx, actor: { kind: 'system', name: 'schedule' } }, now)
    const { items } = await ended(ctx, runs[0]?.id ?? '')
    expect(items).toHaveLength(1)
    expect((await getRun(ctx, { runId: runs[0]?.id ?? '' })).confirmedBy).toBe('schedule')
    await expect(rollTokens(ctx, { tokenIds: [old[0]?.id ?? ''], graceSeconds: 0 })).rejects.toMatchObject({
      code: 'nothing_to_roll',
    })
    const viewer = await person(database.db, 'viewer')
    await expect(rollTokens(viewer, now)).rejects.toMatchObject({ code: 'forbidden' })
  }, 120_000)
})
