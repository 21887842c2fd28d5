import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { auditEvents, bindings, platforms, services } from '#db/schema/index.ts'
import type { Context, Credential } from '#lib/core/index.ts'
import { credentialHeaders } from '#lib/core/index.ts'
import { connectorFor, platformJobs } from '#lib/platforms/index.ts'
import { startQueue, stopQueue } from '#lib/queue/index.ts'
import { checkServiceNow, serviceJobs } from '#lib/services/index.ts'
import {
  adoptProviders,
  bindingsOfService,
  findForeign,
  makePlan,
  startDraft,
  syncJobs,
  tryCandidate,
} from '#lib/sync/index.ts'
import type { AdoptProvidersInput, Candidate } from '#lib/sync/schema.ts'
import type { Sandbox, ServiceKey } from '#sandbox/index.ts'
import { describeDatabases } from '../helpers/database.ts'
import { person } from '../helpers/people.ts'
import { connectionTo, desired, workspaceId } from './dify-fixture.ts'
import { actions, connect, dump, plan, quickSandbox, register, rightCredential } from './sync-fixture.ts'

const EVERYWHERE = ['Research', 'Support', 'Ops']

describeDatabases('adopting what is in a Dify already', (database) => {
  let sandbox: Sandbox
  let ctx: Context
  let place: Awaited<ReturnType<typeof connect>>

  beforeAll(() => startQueue(database.connection, [...platformJobs, ...serviceJobs, ...syncJobs], { work: false }))
  afterAll(() => stopQueue())
  beforeEach(async () => {
    await database.truncate()
    sandbox = await quickSandbox()
    ctx = await person(database.db, 'operator')
    place = await connect(await person(database.db, 'admin'), sandbox)
  })
  afterEach(() => sandbox.close())

  /** Somebody makes providers by hand, the same in each of the workspaces. */
  async function byHand(
    key: ServiceKey,
    workspaces = EVERYWHERE,
    change: Partial<ReturnType<typeof desired>> & { credential?: Credential } = {},
  ): Promise<void> {
    const { credential = rightCredential(sandbox, key), ...look } = change
    for (const workspace of workspaces) {
      const handle = await connectorFor('dify').openNamespace(
        connectionTo(sandbox.dify, 'adminKey'),
        workspaceId(sandbox.dify, workspace),
      )
      const { name, url } = sandbox.mcp.services[key]
      await handle.create(desired(key, url, { name, headers: credentialHeaders(credential), ...look }))
      await handle.close()
    }
    sandbox.dify.clearLog()
  }

  const find = (names = EVERYWHERE) =>
    findForeign(ctx, { platformId: place.platformId, namespaceIds: names.map((name) => place.namespace(name)) })

  /** What a person fills in for a candidate: the address and one token. */
  function asNew(candidate: Candidate, url: string, credential: Credential): AdoptProvidersInput['candidates'][number] {
    const { identifier, urlOrigin, name, places } = candidate
    return {
      ...{ identifier, urlOrigin },
      places: places.map(({ namespaceId, remoteId }) => ({ namespaceId, remoteId })),
      as: { kind: 'new', name, url },
      tokens: [{ namespaceIds: places.map(({ namespaceId }) => namespaceId), credential }],
    }
  }

  const byKey = (candidate: Candidate) =>
    asNew(
      candidate,
      sandbox.mcp.services[candidate.identifier as ServiceKey].url,
      rightCredential(sandbox, candidate.identifier as ServiceKey),
    )

  async function adopt(candidates: AdoptProvidersInput['candidates']) {
    const adopted = await adoptProviders(ctx, { platformId: place.platformId, candidates })
    for (const id of adopted.serviceIds) await checkServiceNow(ctx, { id })
    return adopted
  }

  const planAll = (serviceIds: string[], names = EVERYWHERE) =>
    plan(ctx, {
      platformId: place.platformId,
      serviceIds,
      namespaceIds: names.map((name) => place.namespace(name)),
      unverified: true,
    })

  it('takes the same provider in three workspaces for one service, and plans nothing afterwards', async () => {
    await byHand('weather')
    await byHand('handbook', EVERYWHERE, { iconEmoji: '📗', iconColor: '#FFEEDD', timeoutSeconds: 45 })
    await byHand('ledger', ['Support'])
    await byHand('price-list', ['Ops'])
    const view = await find()
    expect(view.candidates.map(({ identifier, places, proposal }) => [identifier, places.length, proposal])).toEqual([
      ['handbook', 3, 'new'],
      ['weather', 3, 'new'],
      ['ledger', 1, 'new'],
      ['price-list', 1, 'new'],
    ])
    const [handbook] = view.candidates
    expect(handbook).toMatchObject({
      ...{ name: 'Handbook', iconEmoji: '📗', iconColor: '#ffeedd', timeoutSeconds: 45, sseReadTimeoutSeconds: 20 },
      urlOrigin: sandbox.mcp.url,
      tokens: [{ headers: [{ name: 'Authorization' }] }],
    })
    const adopted = await adopt(view.candidates.map(byKey))
    expect(adopted).toMatchObject({ created: 4, linked: 0, providers: 8, namespaces: 3, notes: [] })
    expect(sandbox.dify.writes()).toEqual([])

    expect(actions(await planAll(adopted.serviceIds.slice(0, 2)))).toEqual(
      Object.fromEntries(EVERYWHERE.map((name) => [name, ['unchanged Handbook', 'unchanged Weather']])),
    )
    expect(actions(await planAll(adopted.serviceIds.slice(2, 3), ['Support']))).toEqual({
      Support: ['unchanged Ledger'],
    })
    expect(actions(await planAll(adopted.serviceIds.slice(3), ['Ops']))).toEqual({ Ops: ['unchanged Price list'] })
    expect(sandbox.dify.writes()).toEqual([])
    expect((await find()).candidates).toEqual([])

    const bound = await bindingsOfService(ctx, adopted.serviceIds[0] ?? '')
    expect(bound).toMatchObject(
      ['Ops', 'Research', 'Support'].map((namespaceName) => ({
        ...{ namespaceName, origin: 'adopted', state: 'in_sync', tokenMode: 'entered', pending: [], appliedAt: null },
      })),
    )
    const events = await database.db.select().from(auditEvents).where(eq(auditEvents.action, 'platform.adopt'))
    expect(events).toMatchObject([{ changes: { providers: { to: '8 providers in 3 namespaces' } } }])
    expect(await dump(database)).not.toContain(sandbox.mcp.services.handbook.credential?.value.slice(7))

    const removal = await startDraft(ctx, { kind: 'remove', serviceIds: adopted.serviceIds.slice(0, 1) })
    const { plan: removing } = await makePlan(ctx, { draftId: removal.id })
    expect(removing?.groups[0]?.items[0]?.summary).toMatch(/made by hand there, adopted since$/)
  }, 60_000)

  it('keeps each workspace’s name, and says which timeouts, tokens and connections differ', async () => {
    await byHand('weather', ['Research', 'Support'])
    await byHand('weather', ['Ops'], { name: 'Wetter', timeoutSeconds: 60 })
    await byHand('handbook', ['Research', 'Support'])
    await byHand('handbook', ['Ops'], { credential: { kind: 'bearer', token: 'another-token-of-ops' } })
    const { candidates } = await find()
    const handbook = candidates.find(({ identifier }) => identifier === 'handbook')
    const weather = candidates.find(({ identifier }) => identifier === 'weather')
    if (handbook === undefined || weather === undefined) throw new Error('not found')
    expect(weather).toMatchObject({ name: 'Weather', timeoutSeconds: 10 })
    expect(weather.notes).toEqual([
      'It has several names; each namespace keeps its own.',
      'Its timeouts differ; a synchronization makes them alike.',
    ])
    expect(handbook.tokens.map(({ namespaceIds }) => namespaceIds.length)).toEqual([2, 1])
    expect(handbook.notes).toEqual(['Dify holds it for not connected in Ops.'])
    const adopted = await adopt([byKey(weather), byKey(handbook)])
    expect(adopted.notes).toEqual(['Dify presents another token for «Handbook» in Ops; a synchronization replaces it.'])
    const made = await planAll(adopted.serviceIds)
    expect(actions(made)).toEqual({
      Ops: ['update Handbook', 'update Weather'],
      Research: ['unchanged Handbook', 'unchanged Weather'],
      Support: ['unchanged Handbook', 'unchanged Weather'],
    })
    const ops = made.plan?.groups.find(({ namespace }) => namespace.name === 'Ops')
    expect(ops?.items.map(({ changes }) => changes.map(({ field, from, to }) => [field, from, to]))).toMatchObject([
      [['token', 'not known', expect.stringMatching(/^another one/)]],
      [['timeouts', '60 s, stream 20 s', '10 s, stream 20 s']],
    ])
    expect(await database.db.select().from(bindings).where(eq(bindings.state, 'failed'))).toMatchObject([
      { stateCode: 'not_connected' },
    ])
  }, 60_000)

  it('presents a token of its own in each workspace that has one', async () => {
    await byHand('handbook', ['Research'])
    await byHand('handbook', ['Ops'], { credential: { kind: 'bearer', token: 'another-token-of-ops' } })
    const [candidate] = (await find()).candidates
    if (candidate === undefined) throw new Error('not found')
    expect(candidate.tokens).toHaveLength(2)
    const input = {
      ...byKey(candidate),
      tokens: [
        { namespaceIds: [place.namespace('Research')], credential: rightCredential(sandbox, 'handbook') },
        {
          namespaceIds: [place.namespace('Ops')],
          credential: { kind: 'bearer' as const, token: 'another-token-of-ops' },
        },
      ],
    }
    const { notes, serviceIds } = await adopt([input])
    expect(notes).toEqual([])
    const made = await planAll(serviceIds, ['Research', 'Ops'])
    // Adopted as it was: with a token that the service refuses.
    expect(made.plan?.groups.flatMap(({ items }) => items.map(({ action, code }) => [action, code]))).toEqual([
      ['update', 'not_connected'],
      ['unchanged', null],
    ])
  }, 30_000)

  it('links what is registered under the identifier, and refuses what clashes', async () => {
    await byHand('weather')
    await byHand('handbook', ['Research'])
    const weather = await register(ctx, sandbox, 'weather', { timeoutSeconds: 10, iconEmoji: '🌦️' })
    const { candidates } = await find()
    const [candidate] = candidates
    if (candidate === undefined) throw new Error('not found')
    expect(candidate).toMatchObject({
      proposal: 'link',
      links: [{ serviceId: weather, by: 'identifier', consequence: null }],
    })
    expect(candidates[1]).toMatchObject({
      proposal: 'new',
      links: [
        { serviceId: weather, by: 'host', consequence: expect.stringContaining('that use it as «handbook» stop') },
      ],
    })
    await expect(adopt([byKey(candidate)])).rejects.toMatchObject({
      code: 'invalid_input',
      fields: { 'candidates.0.identifier': expect.stringContaining('belongs to another service') },
    })
    const { places, identifier, urlOrigin } = candidate
    const link: AdoptProvidersInput['candidates'][number] = {
      ...{ identifier, urlOrigin },
      places: places.map(({ namespaceId, remoteId }) => ({ namespaceId, remoteId })),
      as: { kind: 'link', serviceId: weather },
      tokens: [{ namespaceIds: places.map(({ namespaceId }) => namespaceId), credential: { kind: 'service' } }],
    }
    expect(await adopt([link])).toMatchObject({ created: 0, linked: 1, providers: 3 })
    expect(actions(await planAll([weather]))).toEqual(
      Object.fromEntries(EVERYWHERE.map((name) => [name, ['unchanged Weather']])),
    )
    await expect(adopt([link])).rejects.toMatchObject({ code: 'changed_there' })
    expect(sandbox.dify.writes()).toEqual([])
  }, 30_000)

  it('says what is wrong with what was filled in, and writes nothing of it', async () => {
    await byHand('weather')
    await byHand('handbook')
    const { candidates } = await find()
    const [handbook, weather] = candidates
    if (handbook === undefined || weather === undefined) throw new Error('not found')
    const good = byKey(weather)
    const refused = async (bad: AdoptProvidersInput['candidates'][number], field: string, message: RegExp) =>
      expect(adopt([good, bad])).rejects.toMatchObject({
        code: 'invalid_input',
        fields: { [`candidates.1.${field}`]: expect.stringMatching(message) },
      })
    await refused(asNew(handbook, 'https://other.example.com/mcp', { kind: 'none' }), 'as.url', /Complete that address/)
    await refused(asNew(handbook, 'handbook', { kind: 'none' }), 'as.url', /no scheme/)
    await refused(
      asNew(handbook, `${sandbox.mcp.url}/x`, { kind: 'bearer', token: '' }),
      'tokens.0.credential.token',
      /empty/,
    )
    await refused(
      { ...byKey(handbook), tokens: [{ namespaceIds: [place.namespace('Ops')], credential: { kind: 'none' } }] },
      'tokens',
      /once/,
    )
    await refused({ ...good }, 'identifier', /chosen twice/)
    expect(await database.db.select().from(services)).toEqual([])

    const tried = (url: string, credential: Credential) =>
      tryCandidate(ctx, { platformId: place.platformId, target: { url }, credential, tools: handbook.tools })
    const right = rightCredential(sandbox, 'handbook')
    expect(await tried(sandbox.mcp.services.handbook.url, right)).toMatchObject({
      state: 'verified',
      message: expect.stringMatching(/^The same \d+ tools as in Dify; refused without it \(401\)\.$/),
    })
    expect(await tried(sandbox.mcp.services.weather.url, right)).toMatchObject({
      state: 'warn',
      message: expect.stringMatching(/^Dify lists \d+ tools, this address \d+ others\./),
    })
    expect(await tried(sandbox.mcp.services.handbook.url, { kind: 'none' })).toMatchObject({ state: 'fault' })

    const viewer = await person(database.db, 'viewer')
    await expect(
      findForeign(viewer, { platformId: place.platformId, namespaceIds: [place.namespace('Ops')] }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  }, 30_000)

  it('adopts nothing when Dify fails in the middle or the account has ended, and says where', async () => {
    await byHand('weather')
    sandbox.dify.fail({ kind: 'reset before', method: 'GET', path: /tool-providers/, skip: 1 })
    const half = await find()
    expect(half.namespaces.filter(({ fault }) => fault !== null)).toHaveLength(1)
    expect(half.candidates).toMatchObject([{ identifier: 'weather', places: [{}, {}] }])
    const { candidates } = await find()
    sandbox.dify.fail({ kind: 'reset before', method: 'GET', path: /tool-providers/, skip: 1 })
    await expect(adopt(candidates.map(byKey))).rejects.toMatchObject({
      message: expect.stringContaining('could not be read, so nothing was adopted'),
    })
    expect(await database.db.select().from(services)).toEqual([])
    expect(await database.db.select().from(bindings)).toEqual([])
    expect(await adopt(candidates.map(byKey))).toMatchObject({ created: 1, providers: 3 })

    const account = await connect(await person(database.db, 'admin', 'other'), sandbox, 'account')
    await database.db
      .update(platforms)
      .set({ accountEmail: 'gone@example.com' })
      .where(eq(platforms.id, account.platformId))
    sandbox.dify.clearLog()
    const ended = await findForeign(ctx, {
      platformId: account.platformId,
      namespaceIds: EVERYWHERE.map((name) => account.namespace(name)),
    })
    expect(ended.candidates).toEqual([])
    expect(ended.namespaces).toMatchObject(EVERYWHERE.map(() => ({ fault: { code: 'wrong_password' } })))
    // A refused password is not tried again for each namespace: five lock the account.
    expect(sandbox.dify.log.filter(({ path }) => path.endsWith('/login'))).toHaveLength(1)
  }, 30_000)
})
