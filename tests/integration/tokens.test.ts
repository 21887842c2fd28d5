import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Database, DatabaseConnection } from '#db/client.ts'
import {
  auditEvents,
  bindings,
  gatewayTokens,
  namespaces,
  platforms,
  services,
  serviceTools,
} from '#db/schema/index.ts'
import type { Context, Role } from '#lib/core/index.ts'
import type { JobDefinition } from '#lib/queue/index.ts'
import { changeSettings } from '#lib/settings/index.ts'
import {
  changeTokenOptions,
  createToken,
  endTokens,
  exportTokens,
  GATEWAY_CHANNEL,
  getToken,
  hashToken,
  issueToken,
  isWholeToken,
  listTokens,
  openToken,
  revokeTokens,
  rollToken,
  selectedTokens,
  tokenFacts,
  tokenIdsMatching,
  tokenJobs,
  tokensOfService,
  toolsToAllow,
  updateToken,
  withVerificationToken,
} from '#lib/tokens/index.ts'
import type { CreateTokenInput, TokenFilter, TokenOptions, TokenSort } from '#lib/tokens/schema.ts'
import { describeDatabases } from '../helpers/database.ts'
import { person } from '../helpers/people.ts'

const ALL: TokenOptions = { allowedTools: null, toolPrefix: null, callsPerMinute: null }

async function service(db: Database, name = 'Weather', identifier = name.toLowerCase()): Promise<string> {
  const [row] = await db
    .insert(services)
    .values({ name, identifier, iconEmoji: '🌦', iconColor: '#dbeafe', url: 'http://127.0.0.1:1/mcp' })
    .returning({ id: services.id })
  return row?.id ?? ''
}

async function namespace(db: Database, name = 'Research', platform = 'Dify Test'): Promise<string> {
  const [parent] = await db
    .insert(platforms)
    .values({
      ...{ kind: 'dify', name: platform, baseUrl: 'http://127.0.0.1:1', authKind: 'adminKey' },
      ...{ secret: 'sealed', secretSetBy: 'admin' },
    })
    .onConflictDoUpdate({ target: platforms.name, set: { name: platform } })
    .returning({ id: platforms.id })
  const [row] = await db
    .insert(namespaces)
    .values({ platformId: parent?.id ?? '', remoteId: name, name })
    .returning({ id: namespaces.id })
  return row?.id ?? ''
}

async function bindingToken(db: Database, options = ALL) {
  const [serviceId, namespaceId] = [await service(db), await namespace(db)]
  const issued = await issueToken(db, {
    ...{ serviceId, namespaceId, purpose: 'binding', name: 'Weather → Research', options, createdBy: 'operator' },
  })
  return { ...issued, serviceId, namespaceId }
}

async function rowOf(db: Database, id: string) {
  const [row] = await db.select().from(gatewayTokens).where(eq(gatewayTokens.id, id))
  if (row === undefined) throw new Error('the token is gone')
  return row
}

/** Counts the announcements that arrive while `work` runs. */
async function announcements({ driver }: DatabaseConnection, work: () => Promise<unknown>): Promise<number> {
  let heard = 0
  const stop =
    driver.kind === 'embedded'
      ? await driver.pglite.listen(GATEWAY_CHANNEL, () => heard++)
      : (await driver.sql.listen(GATEWAY_CHANNEL, () => heard++)).unlisten
  await work()
  await new Promise((resolve) => setTimeout(resolve, 100))
  await stop()
  return heard
}

describeDatabases('tokens in a transaction', (database) => {
  beforeEach(() => database.truncate())

  describe('issuing', () => {
    it('keeps the hash, and of a binding the token sealed; the text is nowhere else', async () => {
      const { id, token, prefix } = await bindingToken(database.db)
      expect(isWholeToken(token)).toBe(true)
      const row = await rowOf(database.db, id)
      expect(row).toMatchObject({ hash: hashToken(token), prefix, purpose: 'binding', ...ALL, endsAt: null, calls: 0 })
      expect(JSON.stringify(row)).not.toContain(token.slice(11))
      expect(await openToken(database.db, id)).toBe(token)
    })

    it('keeps one made by hand by its hash alone', async () => {
      const { id } = await issueToken(database.db, {
        ...{ serviceId: await service(database.db), namespaceId: null, purpose: 'manual', name: 'nightly report' },
        ...{ options: ALL, createdBy: 'admin' },
      })
      expect((await rowOf(database.db, id)).sealed).toBeNull()
      expect(await openToken(database.db, id)).toBeNull()
    })

    it('leaves nothing when the transaction fails', async () => {
      await expect(
        database.db.transaction(async (tx) => {
          await bindingToken(tx)
          throw new Error('no')
        }),
      ).rejects.toThrow('no')
      expect(await database.db.$count(gatewayTokens)).toBe(0)
    })

    it('tells options, prefix and ends by id, and leaves out what is gone', async () => {
      const options = { allowedTools: ['forecast'], toolPrefix: 'w_', callsPerMinute: 60 }
      const { id, prefix } = await bindingToken(database.db, options)
      const facts = await tokenFacts(database.db, [id, randomUUID()])
      expect([...facts]).toEqual([[id, { prefix, options, expiresAt: null, endsAt: null }]])
      expect(await tokenFacts(database.db, [])).toEqual(new Map())
    })
  })

  describe('ending', () => {
    it('at once: wipes what was sealed and is told to gateways', async () => {
      const { id } = await bindingToken(database.db)
      const before = await rowOf(database.db, id)
      const heard = await announcements(database.connection, () =>
        endTokens(database.db, [id], { because: 'revoked', by: 'operator' }),
      )
      expect(heard).toBe(1)
      const row = await rowOf(database.db, id)
      expect(row).toMatchObject({ sealed: null, endedBecause: 'revoked', endedBy: 'operator' })
      expect(row.endsAt?.getTime()).toBeLessThanOrEqual(Date.now() + 50)
      expect(row.updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime())
      expect(await openToken(database.db, id)).toBeNull()
    })

    it('with grace: stays open until then, and no longer', async () => {
      const { id, token } = await bindingToken(database.db)
      await endTokens(database.db, [id], { because: 'replaced', by: 'operator', graceSeconds: 900 })
      const { endsAt } = await rowOf(database.db, id)
      expect(Math.abs((endsAt?.getTime() ?? 0) - Date.now() - 900_000)).toBeLessThan(5000)
      expect(await openToken(database.db, id)).toBe(token)
      await database.db.update(gatewayTokens).set({ endsAt: sql`now() - interval '1 second'` })
      expect(await openToken(database.db, id)).toBeNull()
    })

    it('keeps an earlier end, and shortens a later one', async () => {
      const { id } = await bindingToken(database.db)
      const end = (because: 'replaced' | 'revoked', graceSeconds: number) =>
        endTokens(database.db, [id], { because, by: because, graceSeconds })
      expect(await end('replaced', 900)).toEqual([id])
      const first = await rowOf(database.db, id)
      expect(await end('replaced', 3600)).toEqual([])
      expect(await rowOf(database.db, id)).toEqual(first)
      expect(await end('revoked', 0)).toEqual([id])
      expect(await rowOf(database.db, id)).toMatchObject({ endedBecause: 'revoked', sealed: null })
      expect(await end('replaced', 0)).toEqual([])
      expect(await rowOf(database.db, id)).toMatchObject({ endedBecause: 'revoked' })
    })

    it('of nothing announces nothing', async () => {
      const heard = await announcements(database.connection, async () => {
        await endTokens(database.db, [], { because: 'unbound', by: 'operator' })
        await endTokens(database.db, [randomUUID()], { because: 'unbound', by: 'operator' })
      })
      expect(heard).toBe(0)
    })
  })

  it('changes options and says so to gateways', async () => {
    const { id } = await bindingToken(database.db)
    const options = { allowedTools: ['forecast'], toolPrefix: null, callsPerMinute: 30 }
    const heard = await announcements(database.connection, () => changeTokenOptions(database.db, id, options))
    expect(heard).toBe(1)
    expect((await tokenFacts(database.db, [id])).get(id)?.options).toEqual(options)
  })

  describe('for one verification', () => {
    const wanted = async () => ({ serviceId: await service(database.db), options: ALL, createdBy: 'operator' })

    it('is there while it is used and gone afterwards', async () => {
      const answer = await withVerificationToken(database.db, await wanted(), async (token) => {
        const [row] = await database.db
          .select()
          .from(gatewayTokens)
          .where(eq(gatewayTokens.hash, hashToken(token)))
        expect(row).toMatchObject({ purpose: 'verification', sealed: null, namespaceId: null })
        expect(Math.abs((row?.expiresAt?.getTime() ?? 0) - Date.now() - 120_000)).toBeLessThan(5000)
        return 'listed'
      })
      expect(answer).toBe('listed')
      expect(await database.db.$count(gatewayTokens)).toBe(0)
    })

    it('is gone as well when the verification fails', async () => {
      const failing = withVerificationToken(database.db, await wanted(), () => Promise.reject(new Error('refused')))
      await expect(failing).rejects.toThrow('refused')
      expect(await database.db.$count(gatewayTokens)).toBe(0)
    })
  })
})

describeDatabases('tokens for people', (database) => {
  beforeEach(() => database.truncate())
  const as = (role: Role = 'operator') => person(database.db, role, `${role}-${randomUUID().slice(0, 4)}`)
  const audits = (action: string) => database.db.select().from(auditEvents).where(eq(auditEvents.action, action))

  async function byHand(ctx: Context, change: Partial<CreateTokenInput> = {}) {
    const serviceId = change.serviceId ?? (await service(database.db))
    return createToken(ctx, { serviceId, name: 'nightly report', options: {}, ...change })
  }
  const aged = (id: string, set: Partial<typeof gatewayTokens.$inferInsert>) =>
    database.db.update(gatewayTokens).set(set).where(eq(gatewayTokens.id, id))
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000)

  describe('making one by hand', () => {
    it('shows the token once, with its address, and keeps it nowhere', async () => {
      const ctx = await as()
      const made = await byHand(ctx, {
        options: { allowedTools: ['forecast'], callsPerMinute: 60 },
        expiresAt: ago(-24),
      })
      expect(isWholeToken(made.token)).toBe(true)
      expect(made.url).toMatch(/\/mcp\/weather\/mcp$/)
      expect(await rowOf(database.db, made.id)).toMatchObject({ hash: hashToken(made.token), sealed: null })
      const [event] = await audits('token.create')
      expect(event).toMatchObject({
        targetLabel: 'Weather → nightly report',
        actorLabel: ctx.actor.name,
        changes: { prefix: { to: made.prefix }, allowedTools: { to: ['forecast'] }, callsPerMinute: { to: 60 } },
      })
      const secret = made.token.slice(11)
      const kept = JSON.stringify([
        await database.db.select().from(gatewayTokens),
        await database.db.select().from(auditEvents),
        await listTokens(ctx),
        await getToken(ctx, { tokenId: made.id }),
        await exportTokens(ctx, {}),
      ])
      expect(kept).not.toContain(secret)
      expect(kept).toContain(made.prefix)
    })

    it.each([
      [{ name: '  ' }, 'name', 'Say what it is for.'],
      [{ name: 'x'.repeat(61) }, 'name', 'At most 60 characters fit.'],
      [{ name: 'night\u202elv' }, 'name', 'Holds an invisible character. Type the text instead of pasting it.'],
      [{ expiresAt: new Date(0) }, 'expiresAt', 'Lies in the past.'],
      [{ expiresAt: new Date('2101-01-01') }, 'expiresAt', 'Must lie before the year 2100.'],
      [{ serviceId: randomUUID() }, 'serviceId', 'This service was removed. Choose another.'],
      [{ options: { allowedTools: [] } }, 'options.allowedTools', 'Choose at least one tool, or allow all.'],
    ])('refuses %j at its field', async (change, field, message) => {
      await expect(byHand(await as(), change)).rejects.toMatchObject({
        code: 'invalid_input',
        fields: { [field]: message },
      })
      expect(await database.db.$count(gatewayTokens)).toBe(0)
    })
  })

  it('lets viewers read and nothing else', async () => {
    const { id } = await byHand(await as())
    const viewer = await as('viewer')
    expect((await listTokens(viewer)).rows).toHaveLength(1)
    for (const write of [
      () => createToken(viewer, { serviceId: randomUUID(), name: 'mine', options: {} }),
      () => updateToken(viewer, { tokenId: id, options: {}, expiresAt: null }),
      () => revokeTokens(viewer, { tokenIds: [id] }),
      () => rollToken(viewer, { tokenId: id, graceSeconds: 0 }),
    ])
      await expect(write()).rejects.toMatchObject({ code: 'forbidden' })
    expect((await rowOf(database.db, id)).endsAt).toBeNull()
  })

  describe('the list', () => {
    /** One of each kind; ids by a word. */
    async function many(ctx: Context) {
      const weather = await service(database.db, 'Weather')
      const ledger = await service(database.db, 'Ledger')
      const research = await namespace(database.db, 'Research')
      const binding = (serviceId: string, name: string) =>
        issueToken(database.db, {
          ...{ serviceId, namespaceId: research, purpose: 'binding', name, options: ALL, createdBy: 'operator' },
        })
      const ids = {
        used: (await binding(weather, 'Weather → Research')).id,
        fresh: (await binding(ledger, 'Ledger → Research')).id,
        soon: (await byHand(ctx, { serviceId: weather, name: 'soon', expiresAt: ago(-24 * 6) })).id,
        later: (await byHand(ctx, { serviceId: weather, name: 'later', expiresAt: ago(-24 * 60) })).id,
        expired: (await byHand(ctx, { serviceId: ledger, name: 'expired' })).id,
        revoked: (await byHand(ctx, { serviceId: ledger, name: 'revoked' })).id,
        rolled: (await byHand(ctx, { serviceId: ledger, name: 'rolled' })).id,
        rolledTo: '',
      }
      await aged(ids.used, { lastUsedAt: ago(1), calls: 40 })
      await aged(ids.later, { lastUsedAt: ago(30), calls: 2 })
      await aged(ids.expired, { expiresAt: ago(1), lastUsedAt: ago(5), calls: 9 })
      await revokeTokens(ctx, { tokenIds: [ids.revoked] })
      ids.rolledTo = (await rollToken(ctx, { tokenId: ids.rolled, graceSeconds: 86_400 })).id
      await aged(ids.rolledTo, { createdAt: ago(2) })
      await issueToken(database.db, {
        ...{ serviceId: weather, namespaceId: null, purpose: 'verification', name: 'Verification', options: ALL },
        createdBy: 'operator',
      })
      return { ids, weather, ledger, research }
    }
    type Ids = Awaited<ReturnType<typeof many>>['ids']
    const words = (ids: Ids, found: { id: string }[]) =>
      found.map(({ id }) => Object.entries(ids).find(([, known]) => known === id)?.[0]).sort()

    it('filters by every part, counts, and never shows a verification', async () => {
      const ctx = await as()
      const { ids, ledger, research } = await many(ctx)
      const found = async (filter: TokenFilter) => words(ids, (await listTokens(ctx, filter)).rows)
      expect(await found({})).toEqual(Object.keys(ids).sort())
      expect(await found({ states: ['active'] })).toEqual(['fresh', 'later', 'rolledTo', 'soon', 'used'])
      expect(await found({ states: ['ending'] })).toEqual(['rolled'])
      expect(await found({ states: ['expired', 'ended'] })).toEqual(['expired', 'revoked'])
      expect(await found({ expiresSoon: true })).toEqual(['soon'])
      expect(await found({ silentSinceRoll: true })).toEqual(['rolledTo'])
      expect(await found({ neverUsed: true, states: ['active'] })).toEqual(['fresh', 'rolledTo', 'soon'])
      expect(await found({ purpose: 'binding' })).toEqual(['fresh', 'used'])
      expect(await found({ namespaceId: research, serviceId: ledger })).toEqual(['fresh'])
      expect(await found({ q: 'RESEARCH' })).toEqual(['fresh', 'used'])
      expect(await found({ q: 'dify test' })).toEqual(['fresh', 'used'])
      expect(await found({ q: '%' })).toEqual([])
      const { prefix } = await rowOf(database.db, ids.soon)
      expect(await found({ q: prefix.slice(2) })).toEqual(['soon'])
      const { counts, matching } = await listTokens(ctx, { q: 'nothing like it' })
      expect(matching).toBe(0)
      expect(counts).toEqual({
        ...{ valid: 6, expiresSoon: 1, neverUsed: 4, silentSinceRoll: 1, manual: 4, over: 2, calls: 51 },
      })
    })

    it('sorts and cuts by the database, unknown last', async () => {
      const ctx = await as()
      const { ids } = await many(ctx)
      const sorted = async (sort: TokenSort, direction: 'asc' | 'desc') =>
        (await listTokens(ctx, { sort, direction, pageSize: 2 })).rows.map(({ id }) => id)
      expect(await sorted('lastUsed', 'desc')).toEqual([ids.used, ids.expired])
      expect(await sorted('calls', 'desc')).toEqual([ids.used, ids.expired])
      expect(await sorted('expires', 'asc')).toEqual([ids.expired, ids.revoked])
      expect((await sorted('state', 'desc'))[0]).toBe(ids.revoked)
      const pages = await Promise.all([1, 2, 3, 4, 9].map((page) => listTokens(ctx, { page, pageSize: 2 })))
      expect(new Set(pages.slice(0, 4).flatMap(({ rows }) => rows.map(({ id }) => id))).size).toBe(8)
      expect(pages[4]).toMatchObject({ page: 4, matching: 8 })
    })

    it('tells for whom each is, and what it replaced', async () => {
      const ctx = await as()
      const { ids, research } = await many(ctx)
      const { rows } = await listTokens(ctx, {})
      const by = (id: string) => rows.find((row) => row.id === id)
      expect(by(ids.used)).toMatchObject({
        service: { name: 'Weather', identifier: 'weather' },
        namespace: { id: research, name: 'Research', platformName: 'Dify Test' },
        ...{ purpose: 'binding', state: 'active', replaces: null, expiresSoon: false },
      })
      expect(by(ids.rolledTo)).toMatchObject({
        replaces: { id: ids.rolled, prefix: by(ids.rolled)?.prefix },
        ...{ namespace: null, silentSinceRoll: true, state: 'active' },
      })
      expect(by(ids.rolledTo)?.replaces?.endsAt).toEqual(by(ids.rolled)?.endsAt)
      expect(by(ids.revoked)).toMatchObject({ state: 'ended', endedBecause: 'revoked', endedBy: ctx.actor.name })
    })

    it('gives a selection and «all that match» as the valid ones alone', async () => {
      const ctx = await as()
      const { ids, ledger } = await many(ctx)
      const chosen = await selectedTokens(ctx, { tokenIds: [...Object.values(ids), randomUUID()] })
      expect(words(ids, chosen)).toEqual(['fresh', 'later', 'rolled', 'rolledTo', 'soon', 'used'])
      const all = await tokenIdsMatching(ctx, { serviceId: ledger })
      expect(all.more).toBe(false)
      expect(
        words(
          ids,
          all.ids.map((id) => ({ id })),
        ),
      ).toEqual(['fresh', 'rolled', 'rolledTo'])
    })

    it('tells a service’s own, and exports what matches', async () => {
      const ctx = await as()
      const { ids, ledger } = await many(ctx)
      const { rows, valid, over } = await tokensOfService(ctx, { serviceId: ledger })
      expect(words(ids, rows)).toEqual(['fresh', 'rolled', 'rolledTo'])
      expect({ valid, over }).toEqual({ valid: 3, over: 2 })
      const csv = (await exportTokens(ctx, { states: ['ended'] })).split('\n')
      expect(csv[0]).toContain('prefix,service,identifier,platform,namespace,name')
      expect(csv[1]).toMatch(/^mcpf_\w{6},Ledger,ledger,,,revoked,by hand,ended,/)
    })

    it('holds 10,000 and still answers at once', async () => {
      const ctx = await as()
      const serviceId = await service(database.db)
      await database.db.execute(sql`
        insert into gateway_tokens (hash, prefix, name, service_id, purpose, created_by, last_used_at)
        select 'h' || n, 'mcpf_' || n, 'script ' || n, ${serviceId}, 'manual', 'operator', now() - make_interval(mins => n)
        from generate_series(1, 10000) n`)
      const began = performance.now()
      const list = await listTokens(ctx, { q: 'script 99', page: 2 })
      expect(performance.now() - began).toBeLessThan(1000)
      expect(list).toMatchObject({ matching: 111, page: 2 })
      expect(await tokenIdsMatching(ctx, {})).toMatchObject({ more: true })
    }, 30_000)
  })

  describe('one token', () => {
    it('tells the tools of its service, what it lost of them, and what came in its place', async () => {
      const ctx = await as()
      const serviceId = await service(database.db)
      const inputSchema = { type: 'object' }
      await database.db.insert(serviceTools).values([
        { serviceId, position: 0, name: 'forecast', title: 'Forecast', inputSchema },
        { serviceId, position: 1, name: 'alerts', inputSchema },
      ])
      const { id } = await byHand(ctx, { serviceId, options: { allowedTools: ['forecast', 'tides'] } })
      const next = await rollToken(ctx, { tokenId: id, graceSeconds: 900 })
      expect(await getToken(ctx, { tokenId: id })).toMatchObject({
        state: 'ending',
        url: next.url,
        tools: [{ name: 'forecast', title: 'Forecast' }, { name: 'alerts' }],
        missingTools: ['tides'],
        replacedBy: [{ id: next.id, prefix: next.prefix, state: 'active' }],
        presented: false,
      })
      expect(await toolsToAllow(ctx, { serviceId })).toHaveLength(2)
      await expect(getToken(ctx, { tokenId: randomUUID() })).rejects.toMatchObject({ code: 'not_found' })
    })

    it('takes new options and a new expiry, tells gateways, and says what changed', async () => {
      const ctx = await as()
      const { id } = await byHand(ctx)
      const wanted = { tokenId: id, name: 'weekly report', options: { callsPerMinute: 5 }, expiresAt: ago(-48) }
      const heard = await announcements(database.connection, () => updateToken(ctx, wanted))
      expect(heard).toBe(1)
      expect(await rowOf(database.db, id)).toMatchObject({ name: 'weekly report', callsPerMinute: 5 })
      const [event] = await audits('token.update')
      expect(event?.changes).toEqual({
        name: { from: 'nightly report', to: 'weekly report' },
        callsPerMinute: { from: 'no limit', to: 5 },
        expiresAt: { from: 'never', to: wanted.expiresAt.toISOString() },
      })
      expect(await updateToken(ctx, wanted)).toEqual({ changed: false })
      expect(await audits('token.update')).toHaveLength(1)
    })

    it('comes back when an expired one is given a later expiry, but is not expired by hand', async () => {
      const ctx = await as()
      const { id } = await byHand(ctx)
      await aged(id, { expiresAt: ago(1) })
      await expect(updateToken(ctx, { tokenId: id, options: {}, expiresAt: ago(2) })).rejects.toMatchObject({
        fields: { expiresAt: 'Lies in the past. To end the token now, revoke it.' },
      })
      await updateToken(ctx, { tokenId: id, options: {}, expiresAt: null })
      expect(await getToken(ctx, { tokenId: id })).toMatchObject({ state: 'active' })
    })

    it('of a binding keeps its name and its prefix', async () => {
      const ctx = await as()
      const { id } = await bindingToken(database.db)
      const edit = (change: object) => updateToken(ctx, { tokenId: id, options: {}, expiresAt: null, ...change })
      await expect(edit({ name: 'mine' })).rejects.toMatchObject({ fields: { name: expect.any(String) } })
      await expect(edit({ options: { toolPrefix: 'w_' } })).rejects.toMatchObject({
        fields: { 'options.toolPrefix': expect.stringContaining('Dify Test') },
      })
      expect(await edit({ options: { allowedTools: ['forecast'] } })).toEqual({ changed: true })
    })

    it('is not changed once it has ended', async () => {
      const ctx = await as()
      const { id } = await byHand(ctx)
      await revokeTokens(ctx, { tokenIds: [id] })
      const edit = updateToken(ctx, { tokenId: id, options: {}, expiresAt: null })
      await expect(edit).rejects.toMatchObject({ code: 'token_ended' })
    })
  })

  describe('revoking', () => {
    it('ends all at once, marks what presents them, and writes one event each', async () => {
      const ctx = await as()
      const { id, serviceId, namespaceId } = await bindingToken(database.db)
      await database.db.insert(bindings).values({
        ...{ serviceId, namespaceId, tokenMode: 'generated', gatewayTokenId: id, origin: 'created', state: 'in_sync' },
      })
      const manual = await byHand(ctx, { serviceId })
      expect((await getToken(ctx, { tokenId: id })).presented).toBe(true)
      expect(await revokeTokens(ctx, { tokenIds: [id, manual.id, randomUUID()] })).toEqual({ revoked: 2 })
      expect(await listTokens(ctx, { states: ['ended'] })).toMatchObject({ matching: 2 })
      const [binding] = await database.db.select().from(bindings)
      expect(binding).toMatchObject({ state: 'failed', stateCode: 'token_revoked', gatewayTokenId: id })
      expect((await audits('token.revoke')).map(({ targetLabel }) => targetLabel).sort()).toEqual([
        'Weather → Research',
        'Weather → nightly report',
      ])
      expect(await revokeTokens(ctx, { tokenIds: [id] })).toEqual({ revoked: 0 })
      expect(await audits('token.revoke')).toHaveLength(2)
    })
  })

  describe('rolling one made by hand', () => {
    it('makes another of the same kind and life, and ends the old one after its grace', async () => {
      const ctx = await as()
      const old = await byHand(ctx, { options: { allowedTools: ['forecast'] }, expiresAt: ago(-24 * 30) })
      await aged(old.id, { createdAt: ago(24 * 10), expiresAt: ago(-24 * 20) })
      const fresh = await rollToken(ctx, { tokenId: old.id, graceSeconds: 3600 })
      expect(fresh.token).not.toBe(old.token)
      const [was, is] = [await rowOf(database.db, old.id), await rowOf(database.db, fresh.id)]
      expect(was.endedBecause).toBe('replaced')
      expect(Math.abs((was.endsAt?.getTime() ?? 0) - Date.now() - 3_600_000)).toBeLessThan(5000)
      expect(is).toMatchObject({ replacesId: old.id, allowedTools: ['forecast'], name: 'nightly report' })
      expect(Math.abs((is.expiresAt?.getTime() ?? 0) - Date.now() - 30 * 86_400_000)).toBeLessThan(60_000)
      const [event] = await audits('token.roll')
      expect(event?.changes).toEqual({ prefix: { from: old.prefix, to: fresh.prefix }, graceSeconds: { to: 3600 } })
      expect(JSON.stringify(event)).not.toContain(fresh.token.slice(11))
    })

    it('is refused for a binding’s, for one that is over, and for a grace that is none of the five', async () => {
      const ctx = await as()
      const { id, serviceId } = await bindingToken(database.db)
      await expect(rollToken(ctx, { tokenId: id, graceSeconds: 0 })).rejects.toMatchObject({ code: 'token_in_binding' })
      const manual = await byHand(ctx, { serviceId })
      await expect(rollToken(ctx, { tokenId: manual.id, graceSeconds: 7 })).rejects.toMatchObject({
        code: 'invalid_input',
      })
      await rollToken(ctx, { tokenId: manual.id, graceSeconds: 900 })
      await expect(rollToken(ctx, { tokenId: manual.id, graceSeconds: 0 })).rejects.toMatchObject({
        code: 'token_ended',
      })
    })
  })
})

describeDatabases('jobs of tokens', (database) => {
  beforeEach(() => database.truncate())
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
  const run = (jobs: JobDefinition[], name: string) => {
    const job = jobs.find((one) => one.name === name)
    if (job === undefined) throw new Error(`no job ${name}`)
    const { connection, db } = database
    return job.handle({ connection, db, data: {}, signal: new AbortController().signal })
  }
  const noRoll = () => Promise.reject(new Error('nothing is to be rolled'))

  it('clean-up wipes what has ended, and deletes what nobody needs', async () => {
    const { id: ending, token, serviceId, namespaceId } = await bindingToken(database.db)
    const make = (purpose: 'binding' | 'manual' | 'verification', set: Partial<typeof gatewayTokens.$inferInsert>) =>
      issueToken(database.db, {
        ...{ serviceId, namespaceId: null, purpose, name: purpose, options: ALL, createdBy: 'operator' },
      }).then(async ({ id }) => {
        await database.db.update(gatewayTokens).set(set).where(eq(gatewayTokens.id, id))
        return id
      })
    await endTokens(database.db, [ending], { because: 'replaced', by: 'operator', graceSeconds: 900 })
    const ended = await make('binding', { endsAt: daysAgo(1), namespaceId })
    const expired = await make('manual', { expiresAt: daysAgo(89) })
    const verifying = await make('verification', { expiresAt: daysAgo(-1) })
    await make('binding', { endsAt: daysAgo(91) })
    await make('manual', { expiresAt: daysAgo(91) })
    await make('verification', { expiresAt: daysAgo(1) })
    const bound = await make('binding', { expiresAt: daysAgo(91), namespaceId })

    await run(tokenJobs(noRoll), 'token-clean-up')
    const left = await database.db.select().from(gatewayTokens)
    expect(left.map(({ id }) => id).sort()).toEqual([ending, ended, expired, verifying, bound].sort())
    expect(left.find(({ id }) => id === ended)?.sealed).toBeNull()
    expect(await openToken(database.db, ending)).toBe(token)
  })

  it('the roll by schedule does as the settings say, and nothing while it is off', async () => {
    const asked: unknown[] = []
    const jobs = tokenJobs(async ({ actor }, input) => {
      asked.push({ actor, input })
      return { runs: [] }
    })
    await run(jobs, 'token-roll')
    expect(asked).toEqual([])
    const admin = await person(database.db, 'admin')
    await changeSettings(admin, { rollTokensAfterDays: 90, rollTokensGraceSeconds: 900 })
    await run(jobs, 'token-roll')
    expect(asked).toEqual([
      { actor: { kind: 'system', name: 'Schedule' }, input: { olderThanDays: 90, graceSeconds: 900 } },
    ])
  })
})
