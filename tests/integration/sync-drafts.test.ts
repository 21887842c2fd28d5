import { eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { lanes, namespaces, platforms, services, syncDrafts } from '#db/schema/index.ts'
import { checkServiceNow, removeService } from '#lib/services/index.ts'
import { cleanUpDraftsJob } from '#lib/sync/draft/clean-up-drafts.ts'
import {
  acceptUnverified,
  chooseAuthentication,
  chooseNamespaces,
  choosePlatform,
  currentDraft,
  draftNamespaces,
  getDraft,
  makePlan,
  startDraft,
  verifyTokens,
} from '#lib/sync/index.ts'
import { changeLane, LaneLost, takeLane } from '#lib/sync/run/lane-record.ts'
import { startWorkers, type Workers } from '#lib/worker/index.ts'
import type { Sandbox } from '#sandbox/index.ts'
import { startAuthorizationServer } from '../helpers/authorization-server.ts'
import { describeDatabases } from '../helpers/database.ts'
import { person } from '../helpers/people.ts'
import { confirm, connect, ended, plan, quickSandbox, register, rightCredential, typed } from './sync-fixture.ts'

describeDatabases('drafts', (database) => {
  let sandbox: Sandbox
  let workers: Workers
  let ctx: Awaited<ReturnType<typeof person>>
  let place: Awaited<ReturnType<typeof connect>>
  let handbook: string

  beforeAll(async () => {
    workers = await startWorkers(database.connection)
  }, 30_000)
  afterAll(() => workers.stop())
  beforeEach(async () => {
    await database.truncate()
    sandbox = await quickSandbox()
    ctx = await person(database.db, 'admin')
    place = await connect(ctx, sandbox)
    handbook = await register(ctx, sandbox, 'handbook')
  })
  afterEach(() => sandbox.close())

  async function begun(...names: string[]) {
    const { id: draftId } = await startDraft(ctx, { serviceIds: [handbook] })
    await choosePlatform(ctx, { draftId, platformId: place.platformId, name: 'Spring' })
    await chooseNamespaces(ctx, { draftId, namespaceIds: names.map(place.namespace) })
    return draftId
  }

  const slots = async (draftId: string) => (await getDraft(ctx, { draftId })).authentication[0]?.slots ?? []

  it('says step by step what is missing, and refuses a plan before', async () => {
    const { id: draftId, steps } = await startDraft(ctx, { serviceIds: [handbook] })
    expect(Object.values(steps).map(({ missing }) => missing[0])).toEqual([
      'Choose a platform.',
      'Choose at least one namespace.',
      undefined,
      'Look at the namespaces first.',
    ])
    await expect(chooseNamespaces(ctx, { draftId, all: true })).rejects.toMatchObject({ code: 'draft_incomplete' })
    await expect(makePlan(ctx, { draftId })).rejects.toMatchObject({ code: 'draft_incomplete' })
    await choosePlatform(ctx, { draftId, platformId: place.platformId })
    const all = await chooseNamespaces(ctx, { draftId, all: true })
    // The workspace without an owner refuses the key: it is not among the available ones.
    expect(all.namespaces.map(({ name }) => name)).toEqual(['Ops', 'Research', 'Support'])
    expect(all.steps.authentication.missing).toEqual(['Handbook: choose how it is reached.'])
    expect(all.name).toBeNull()
    const page = await draftNamespaces(ctx, { draftId, search: 'sUpP' })
    expect(page.rows).toMatchObject([{ name: 'Support', available: true, chosen: true, there: [] }])
    expect((await currentDraft(ctx))?.id).toBe(draftId)
  }, 30_000)

  it('verifies as the platform asks, with the token and without, and forgets the proof with the token or the URL', async () => {
    const draftId = await begun('Research', 'Support')
    const choose = (token: string) =>
      chooseAuthentication(ctx, {
        draftId,
        serviceId: handbook,
        scope: 'same',
        choice: typed({ kind: 'bearer', token }),
      })
    await choose('wrong-token-1')
    const refused = await verifyTokens(ctx, { draftId })
    expect(refused.authentication[0]?.slots).toMatchObject([
      { ready: false, proof: { state: 'failed', enforced: true } },
    ])
    expect(refused.steps.authentication).toMatchObject({ done: false, summary: '1 token refused' })

    const right = rightCredential(sandbox, 'handbook')
    if (right.kind !== 'bearer') throw new Error('the handbook wants a Bearer token')
    const chosen = await choose(right.token)
    expect(chosen.authentication[0]?.slots).toMatchObject([
      { proof: null, ready: false, choice: { set: true, setBy: 'admin', headerNames: ['Authorization'] } },
    ])
    expect(JSON.stringify(chosen)).not.toContain(right.token)
    sandbox.mcp.clearReceived()
    const verified = await verifyTokens(ctx, { draftId })
    expect(verified.authentication[0]?.slots).toMatchObject([
      { ready: true, proof: { state: 'verified', enforced: true } },
    ])
    expect(verified.authentication[0]?.slots[0]?.proof?.message).toBe(
      `Verified as Dify asks: ${sandbox.mcp.services.handbook.tools} tools; refused without it (401).`,
    )
    expect(sandbox.mcp.received.length).toBeGreaterThan(0)
    expect(sandbox.mcp.received.map(({ protocolVersion }) => protocolVersion).filter(Boolean)).toEqual([])

    await ctx.db
      .update(services)
      .set({ url: `${sandbox.mcp.services.handbook.url}?moved` })
      .where(eq(services.id, handbook))
    expect(await slots(draftId)).toMatchObject([{ proof: null, ready: false, choice: { set: true } }])
  }, 30_000)

  it('keeps a token for each namespace, and one namespace’s fault to itself', async () => {
    const draftId = await begun('Research', 'Support', 'Ops')
    const right = rightCredential(sandbox, 'handbook')
    await chooseAuthentication(ctx, { draftId, serviceId: handbook, scope: 'same', choice: typed(right) })
    const spread = await chooseAuthentication(ctx, { draftId, serviceId: handbook, scope: 'byNamespace' })
    expect(spread.authentication[0]?.slots.map(({ namespaceName, choice }) => [namespaceName, choice?.mode])).toEqual([
      ['Ops', 'entered'],
      ['Research', 'entered'],
      ['Support', 'entered'],
    ])
    await chooseAuthentication(ctx, {
      draftId,
      serviceId: handbook,
      scope: 'byNamespace',
      namespaceId: place.namespace('Support'),
      choice: typed({ kind: 'bearer', token: 'wrong-token-2' }),
    })
    const verified = await verifyTokens(ctx, { draftId })
    expect(verified.authentication[0]?.slots.map(({ ready }) => ready)).toEqual([true, true, false])
    expect(verified.steps.authentication.missing).toEqual([
      'Handbook → Support: the token is refused. Correct it, or go on unverified.',
    ])
    sandbox.mcp.setDown('handbook', true)
    expect((await verifyTokens(ctx, { draftId })).steps.authentication).toMatchObject({
      summary: '1 enter',
      missing: ['Ops', 'Research', 'Support'].map(
        (name) => `Handbook → ${name}: it could not be verified. Try again, or go on unverified.`,
      ),
    })
    sandbox.mcp.setDown('handbook', false)
    await verifyTokens(ctx, { draftId })
    await acceptUnverified(ctx, { draftId, serviceId: handbook, namespaceId: place.namespace('Support') })
    const { items } = await ended(ctx, await confirm(ctx, await makePlan(ctx, { draftId })))
    expect(items.map(({ namespaceName, verdict }) => [namespaceName, verdict])).toEqual([
      ['Ops', 'created'],
      ['Research', 'created'],
      ['Support', 'failed'],
    ])
  }, 60_000)

  it('never hands an OAuth client to a platform: it proposes the gateway, which fetches the tokens', async () => {
    const authority = await startAuthorizationServer(60)
    try {
      handbook = await register(ctx, sandbox, 'weather', { credential: authority.client() })
      const draftId = await begun('Research')
      const [authentication] = (await getDraft(ctx, { draftId })).authentication
      expect(authentication).toMatchObject({
        service: null,
        slots: [{ choice: { mode: 'generated', proposed: expect.stringContaining('live too short') } }],
      })
      const choice = { mode: 'entered', source: 'service' } as const
      await chooseAuthentication(ctx, { draftId, serviceId: handbook, scope: 'same', choice })
      await expect(verifyTokens(ctx, { draftId })).rejects.toMatchObject({ code: 'token_missing' })
    } finally {
      await authority.close()
    }
  })

  it('keeps what is carried already, but never for another origin', async () => {
    const right = rightCredential(sandbox, 'handbook')
    const wanted = { platformId: place.platformId, serviceIds: [handbook], namespaceIds: [place.namespace('Research')] }
    await ended(ctx, await confirm(ctx, await plan(ctx, { ...wanted, tokens: { [handbook]: typed(right) } })))
    const draftId = await begun('Research')
    expect(await slots(draftId)).toMatchObject([
      { choice: { source: 'kept', setBy: 'admin' }, kept: { namespaces: 1 }, ready: true },
    ])
    const both = await chooseNamespaces(ctx, { draftId, namespaceIds: ['Research', 'Support'].map(place.namespace) })
    expect(both.authentication[0]?.slots).toMatchObject([{ choice: null, ready: false }])
    await chooseNamespaces(ctx, { draftId, namespaceIds: [place.namespace('Research')] })
    await ctx.db.update(services).set({ url: 'http://localhost:1/handbook/mcp' }).where(eq(services.id, handbook))
    expect(await slots(draftId)).toMatchObject([{ choice: null, kept: null, ready: false }])
    await chooseAuthentication(ctx, {
      draftId,
      serviceId: handbook,
      scope: 'same',
      choice: { mode: 'entered', source: 'kept' },
    })
    await expect(acceptUnverified(ctx, { draftId, serviceId: handbook })).rejects.toMatchObject({
      code: 'draft_incomplete',
    })
  }, 60_000)

  it('reports what vanished under it, and goes on with the rest', async () => {
    const weather = await register(ctx, sandbox, 'weather')
    const { id: draftId } = await startDraft(ctx, { serviceIds: [handbook, weather] })
    await choosePlatform(ctx, { draftId, platformId: place.platformId })
    await chooseNamespaces(ctx, { draftId, namespaceIds: ['Research', 'Support', 'Ops'].map(place.namespace) })
    await removeService(ctx, { id: handbook, confirm: true })
    await ctx.db.delete(namespaces).where(eq(namespaces.id, place.namespace('Ops')))
    await ctx.db
      .update(namespaces)
      .set({ available: false, unavailableReason: 'Archived.' })
      .where(eq(namespaces.id, place.namespace('Support')))
    const view = await verifyTokens(ctx, { draftId })
    expect(view.problems.map(({ code, message, next }) => [code, message, next])).toEqual([
      ['service_gone', '«Handbook» has been removed meanwhile.', 'Go on without it: the others stay as chosen.'],
      ['namespace_gone', '«Ops» has been removed meanwhile.', 'Go on without it, or choose others.'],
      ['namespace_unavailable', '«Support» is not available there now. Archived.', null],
    ])
    const planned = await makePlan(ctx, { draftId })
    expect(
      planned.plan?.groups.map(({ namespace, fault, items }) => [
        namespace.name,
        fault?.code,
        items.map(({ action }) => action),
      ]),
    ).toEqual([
      ['Research', undefined, ['create']],
      ['Support', 'namespace_unavailable', ['cant']],
    ])
    await ctx.db.delete(platforms).where(eq(platforms.id, place.platformId))
    const gone = await getDraft(ctx, { draftId })
    expect(gone).toMatchObject({ platform: null, problems: [{ code: 'service_gone' }, { code: 'platform_gone' }] })
    await expect(makePlan(ctx, { draftId })).rejects.toMatchObject({ code: 'draft_incomplete' })
  }, 60_000)

  it('says what to do when nothing is left of it, and plans nothing', async () => {
    const others: string[] = []
    for (let at = 1; at <= 6; at += 1)
      others.push(await register(ctx, sandbox, 'weather', { identifier: `w-${at}`, name: `Weather ${at}` }))
    const { id: draftId } = await startDraft(ctx, { serviceIds: [handbook, ...others] })
    await choosePlatform(ctx, { draftId, platformId: place.platformId })
    await chooseNamespaces(ctx, { draftId, namespaceIds: [place.namespace('Ops')] })
    for (const id of others) await removeService(ctx, { id, confirm: true })
    expect((await getDraft(ctx, { draftId })).problems).toMatchObject([
      {
        message: '«Weather 1», «Weather 2», «Weather 3», «Weather 4» and 2 more have been removed meanwhile.',
        next: 'Go on without them: the others stay as chosen.',
      },
    ])
    await removeService(ctx, { id: handbook, confirm: true })
    expect((await getDraft(ctx, { draftId })).problems).toMatchObject([
      { code: 'service_gone', next: 'None of the selected services is left. Select others.' },
    ])
    await expect(makePlan(ctx, { draftId })).rejects.toMatchObject({
      code: 'draft_incomplete',
      message: 'None of the selected services is left.',
      next: 'Select others.',
    })
  }, 60_000)

  it('plans «can’t» for a service that became abnormal meanwhile', async () => {
    const draftId = await begun('Research')
    await chooseAuthentication(ctx, {
      draftId,
      serviceId: handbook,
      scope: 'same',
      choice: { mode: 'entered', source: 'service' },
    })
    await verifyTokens(ctx, { draftId })
    sandbox.mcp.setDown('handbook', true)
    await checkServiceNow(ctx, { id: handbook })
    const { plan: planned, problems } = await makePlan(ctx, { draftId })
    expect(problems).toMatchObject([{ code: 'service_abnormal' }])
    expect(planned?.groups[0]?.items).toMatchObject([{ action: 'cant', nextStep: 'service' }])
    expect(planned?.blockers).toEqual(['Nothing of this can be carried. Each line says why.'])
    await expect(startDraft(ctx, { serviceIds: [handbook] })).rejects.toMatchObject({ code: 'service_not_normal' })
  }, 30_000)

  it('dies after a day, and is cleaned up with its tokens', async () => {
    const draftId = await begun('Research')
    await chooseAuthentication(ctx, {
      draftId,
      serviceId: handbook,
      scope: 'same',
      choice: typed(rightCredential(sandbox, 'handbook')),
    })
    await ctx.db.update(syncDrafts).set({ expiresAt: sql`now() - interval '1 second'` })
    await expect(getDraft(ctx, { draftId })).rejects.toMatchObject({ code: 'not_found' })
    expect(await currentDraft(ctx)).toBeNull()
    const { connection, db } = database
    await cleanUpDraftsJob.handle({ connection, db, data: {}, signal: new AbortController().signal })
    expect(await ctx.db.select().from(syncDrafts)).toEqual([])
  }, 30_000)

  it('refuses what is not part of it', async () => {
    const draftId = await begun('Research')
    const choose = (change: object) =>
      chooseAuthentication(ctx, { draftId, serviceId: handbook, scope: 'byNamespace', ...change })
    await expect(choose({ serviceId: place.platformId })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(choose({ namespaceId: place.namespace('Ops') })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(choose({ choice: typed({ kind: 'bearer', token: 'two words' }) })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    await expect(chooseNamespaces(ctx, { draftId, namespaceIds: [handbook] })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    await expect(choosePlatform(ctx, { draftId, platformId: handbook })).rejects.toMatchObject({ code: 'not_found' })
    await expect(startDraft(ctx, { serviceIds: [] })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(getDraft(ctx, { draftId: 'no id' })).rejects.toMatchObject({ code: 'invalid_input' })
  }, 30_000)

  it('refuses what a worker writes about a lane that another one has taken', async () => {
    await workers.stop()
    workers = await startWorkers(database.connection, { work: false })
    const weather = await register(ctx, sandbox, 'weather')
    await confirm(
      ctx,
      await plan(ctx, {
        platformId: place.platformId,
        serviceIds: [weather],
        namespaceIds: [place.namespace('Research')],
      }),
    )
    const [lane] = await ctx.db.select().from(lanes)
    const first = await takeLane(ctx.db, lane?.id ?? '')
    const second = await takeLane(ctx.db, lane?.id ?? '')
    if (first === undefined || second === undefined) throw new Error('not taken')
    await ctx.db.transaction((tx) => changeLane(tx, second))
    await expect(ctx.db.transaction((tx) => changeLane(tx, first))).rejects.toBeInstanceOf(LaneLost)
    await workers.stop()
    workers = await startWorkers(database.connection)
  }, 30_000)
})
