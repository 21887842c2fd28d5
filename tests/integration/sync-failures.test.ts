import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Context } from '#lib/core/index.ts'
import {
  bindingsOfService,
  cancelRun,
  getRun,
  listRunItems,
  retryFailed,
  retryWithToken,
  runChanges,
  runCsv,
} from '#lib/sync/index.ts'
import { type Sandbox, startDify, startSandbox } from '#sandbox/index.ts'
import { describeDatabases } from '../helpers/database.ts'
import { person } from '../helpers/people.ts'
import {
  actions,
  confirm,
  connect,
  ended,
  plan,
  quickSandbox,
  register,
  registerMany,
  rightCredential,
  typed,
  workersDuring,
} from './sync-fixture.ts'
import { temporaryFolder } from './temporary-folder.ts'

describeDatabases('what goes wrong in a run', (database) => {
  let sandbox: Sandbox
  let ctx: Context

  workersDuring(database)
  beforeEach(async () => {
    await database.truncate()
    sandbox = await quickSandbox()
    ctx = await person(database.db, 'operator')
  })
  afterEach(() => sandbox.close().catch(() => {}))

  it('lets the fine one succeed beside a wrong token and a dead service, and a corrected token is really used', async () => {
    const admin = await person(database.db, 'admin')
    const handbook = await register(ctx, sandbox, 'handbook')
    const ledger = await register(ctx, sandbox, 'ledger')
    const weather = await register(ctx, sandbox, 'weather')
    const { platformId, namespace } = await connect(admin, sandbox)
    const draft = await plan(ctx, {
      platformId,
      serviceIds: [handbook, ledger, weather],
      namespaceIds: [namespace('Research'), namespace('Support')],
      tokens: {
        [handbook]: typed({ kind: 'bearer', token: 'wrong-token-1' }),
        [ledger]: { mode: 'entered', source: 'service' },
      },
      unverified: true,
    })
    sandbox.mcp.setDown('ledger', true)
    const { run, items } = await ended(ctx, await confirm(ctx, draft))
    expect(items.map(({ service, verdict, code, nextStep }) => [service.name, verdict, code, nextStep])).toEqual([
      ['Handbook', 'failed', 'token_refused', 'token'],
      ['Ledger', 'failed', 'service_failed', 'service'],
      ['Weather', 'created', null, null],
      ['Handbook', 'failed', 'token_refused', 'token'],
      ['Ledger', 'failed', 'service_failed', 'service'],
      ['Weather', 'created', null, null],
    ])
    for (const { verdict, reason, platformSaid } of items)
      if (verdict === 'failed') expect([reason, platformSaid]).not.toContain(null)
    expect(run.outcome).toEqual({ good: false, message: '2 created. 4 failed.' })
    expect(run.causes.map(({ count, services }) => [count, services.map(({ name }) => name)])).toEqual([
      [2, ['Handbook']],
      [2, ['Ledger']],
    ])
    expect(await runCsv(ctx, { runId: run.id })).toContain('Handbook,handbook,Research,create,failed,token_refused')

    const right = rightCredential(sandbox, 'handbook')
    sandbox.mcp.setDown('ledger', false)
    sandbox.mcp.clearReceived()
    await retryWithToken(ctx, { runId: run.id, serviceId: handbook, credential: right })
    await retryFailed(ctx, { runId: run.id })
    const again = await ended(ctx, run.id)
    expect(again.items.map(({ verdict }) => verdict)).toEqual(Array(6).fill('created'))
    expect(again.items.filter(({ attempt }) => attempt > 0)).toHaveLength(4)
    expect(again.run.outcome?.good).toBe(true)
    for (const workspace of ['Research', 'Support']) {
      const provider = sandbox.dify.providers(workspace).find(({ identifier }) => identifier === 'handbook')
      expect(Object.values(provider?.headers ?? {})).toEqual([sandbox.mcp.services.handbook.credential?.value])
      expect(provider?.authorised).toBe(true)
    }
    expect(
      sandbox.mcp.received.some(({ path, credential }) => path.startsWith('/handbook') && credential === 'right'),
    ).toBe(true)
    expect((await bindingsOfService(ctx, handbook)).map(({ state }) => state)).toEqual(['in_sync', 'in_sync'])
  }, 60_000)

  it('begins an item only when the platform is asked for it, so a cancelled run leaves the rest alone', async () => {
    const admin = await person(database.db, 'admin')
    const serviceIds = await registerMany(ctx, sandbox, 16)
    const { platformId, namespace } = await connect(admin, sandbox)
    const draft = await plan(ctx, { platformId, serviceIds, namespaceIds: [namespace('Research')], unverified: true })
    sandbox.dify.slowDown(({ method }) => (method === 'POST' ? 600 : 0))
    const runId = await confirm(ctx, draft)
    const begun = async () => {
      const { rows } = await listRunItems(ctx, { runId, limit: 500 })
      return rows.filter(({ verdict }) => verdict !== 'waiting')
    }
    await expect.poll(async () => (await begun()).length, { timeout: 20_000, interval: 20 }).toBeGreaterThan(0)
    await cancelRun(ctx, { runId })
    const { run, items } = await ended(ctx, runId)
    expect(run.status).toBe('cancelled')
    const created = items.filter(({ verdict }) => verdict === 'created')
    expect(created.length).toBeLessThanOrEqual(2)
    expect(sandbox.dify.providers('Research')).toHaveLength(created.length)
    // What an item took is what the platform took, not how long it stood in line for it.
    sandbox.dify.slowDown(({ method }) => (method === 'POST' ? 500 : 0))
    await retryFailed(ctx, { runId })
    const again = await ended(ctx, runId)
    expect(again.items.map(({ verdict }) => verdict)).toEqual(Array(16).fill('created'))
    for (const { ms } of again.items.filter(({ attempt }) => attempt > 0)) expect(ms).toBeLessThan(2500)
  }, 60_000)

  it('never makes two providers when the answer to a creation is lost', async () => {
    const admin = await person(database.db, 'admin')
    const serviceIds = await registerMany(ctx, sandbox, 6)
    const { platformId, namespace } = await connect(admin, sandbox)
    const draft = await plan(ctx, { platformId, serviceIds, namespaceIds: [namespace('Research')], unverified: true })
    for (const [kind, skip] of [
      ['reset after', 0],
      ['bad gateway after', 1],
      ['reset before', 2],
      ['reset after', 3],
    ] as const)
      sandbox.dify.fail({ kind, method: 'POST', path: /tool-provider\/mcp$/, skip })
    const { items } = await ended(ctx, await confirm(ctx, draft))
    expect(items.map(({ verdict, reason }) => [verdict, reason])).toEqual(Array(6).fill(['created', null]))
    const identifiers = sandbox.dify.providers('Research').map(({ identifier }) => identifier)
    expect(identifiers.toSorted()).toEqual(['many-1', 'many-2', 'many-3', 'many-4', 'many-5', 'many-6'])
    expect(
      actions(await plan(ctx, { platformId, serviceIds, namespaceIds: [namespace('Research')] })).Research?.every(
        (one) => one.startsWith('unchanged'),
      ),
    ).toBe(true)
  }, 60_000)

  it('says of the rest of a lane why it could not be worked, and works it when asked again', async () => {
    await sandbox.close()
    const stateFile = path.join(await temporaryFolder(), 'dify.json')
    sandbox = await startSandbox({ release: '1.14.0', stateFile })
    const admin = await person(database.db, 'admin')
    const weather = await register(ctx, sandbox, 'weather')
    const { platformId, namespace } = await connect(admin, sandbox)
    const draft = await plan(ctx, { platformId, serviceIds: [weather], namespaceIds: [namespace('Research')] })
    sandbox.dify.slowDown(({ path }) => (/tool-providers$/.test(path) ? 700 : 0))
    const runId = await confirm(ctx, draft)
    const { port } = sandbox.dify
    await sandbox.dify.close()
    const { items } = await ended(ctx, runId, 60_000)
    expect(items[0]).toMatchObject({ verdict: 'failed', code: expect.any(String), reason: expect.any(String) })
    const back = await startDify({ release: '1.14.0', port, stateFile })
    await retryFailed(ctx, { runId })
    expect((await ended(ctx, runId)).items[0]).toMatchObject({ verdict: 'created', attempt: 1 })
    await back.close()
  }, 90_000)

  it('tells a live page only what changed', async () => {
    const admin = await person(database.db, 'admin')
    const weather = await register(ctx, sandbox, 'weather')
    const { platformId, namespace } = await connect(admin, sandbox)
    const runId = await confirm(
      ctx,
      await plan(ctx, { platformId, serviceIds: [weather], namespaceIds: [namespace('Ops')] }),
    )
    const { run } = await ended(ctx, runId)
    expect(await runChanges(ctx, { runId, sinceRevision: run.revision })).toEqual({
      revision: run.revision,
      run: null,
      items: [],
    })
    const changes = await runChanges(ctx, { runId, sinceRevision: 0 })
    expect(changes.items.map(({ verdict }) => verdict)).toEqual(['created'])
    expect(changes.run?.finished).toBe(1)
    expect((await getRun(ctx, { runId })).link).toContain('/tools?category=mcp')
  }, 30_000)

  it('plans «can’t» where a release sends no headers, and carries what needs none', async () => {
    await sandbox.close()
    sandbox = await quickSandbox('1.8.1')
    const admin = await person(database.db, 'admin')
    const handbook = await register(ctx, sandbox, 'handbook')
    const weather = await register(ctx, sandbox, 'weather')
    const { platformId, namespace } = await connect(admin, sandbox)
    const draft = await plan(ctx, {
      platformId,
      serviceIds: [handbook, weather],
      namespaceIds: [namespace('Research')],
      tokens: { [handbook]: { mode: 'entered', source: 'service' } },
    })
    expect(actions(draft)).toEqual({ Research: ['cant Handbook', 'create Weather'] })
    expect(draft.plan?.groups[0]?.items[0]).toMatchObject({ code: 'headers_unsupported' })
    const { items } = await ended(ctx, await confirm(ctx, draft))
    expect(items.map(({ verdict, code }) => [verdict, code])).toEqual([
      ['skipped', 'headers_unsupported'],
      ['created', null],
    ])
  }, 60_000)

  it('says how many tools arrive of a service that lists them in pages, and leaves out what speaks only the new era', async () => {
    const admin = await person(database.db, 'admin')
    sandbox.mcp.setCredential('atlas', { header: 'Authorization', value: 'Bearer atlas-token-1' })
    const paged = await register(ctx, sandbox, 'price-list')
    const modern = await register(ctx, sandbox, 'atlas', { credential: { kind: 'bearer', token: 'atlas-token-1' } })
    const { platformId, namespace } = await connect(admin, sandbox)
    const draft = await plan(ctx, {
      platformId,
      serviceIds: [paged, modern],
      namespaceIds: [namespace('Research')],
      tokens: { [paged]: { mode: 'none' }, [modern]: { mode: 'none' } },
    })
    const [second, first] = draft.plan?.groups[0]?.items ?? []
    expect(first?.reach.kind).toBe('first_page')
    expect(first?.reach.message).toMatch(/^Dify gets \d+ of \d+ tools/)
    expect(second).toMatchObject({ action: 'cant', code: 'out_of_reach' })
    const { items } = await ended(ctx, await confirm(ctx, draft))
    expect(items[1]).toMatchObject({ verdict: 'created', code: 'partial_reach', toolsThere: first?.reach.gets })
  }, 60_000)
})
