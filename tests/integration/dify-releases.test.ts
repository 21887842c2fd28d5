import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ObservedProvider, PlatformLogin } from '#lib/platforms/index.ts'
import { type Dify, type McpServers, startDify, startMcpServers } from '#sandbox/index.ts'
import {
  bearer,
  connectionTo,
  connector,
  desired,
  inWorkspace,
  NOBODY,
  rightHeaders,
  workspaceId,
} from './dify-fixture.ts'

const RELEASES = [
  ...[
    '1.6.0',
    '1.8.1',
    '1.9.1',
    '1.9.2',
    '1.10.1',
    '1.11.3',
    '1.12.1',
    '1.14.0',
    '1.16.1',
    'main-2026-08-17',
    '1.17.1',
  ],
]
const EVERYTHING = { url: true, headers: true, look: true }
/** Not a skipped test: what a release does not have is no test of it. */
const itWhere = (has: boolean) => (has ? it : (_name: string, _work: () => Promise<void>) => {})
let mcp: McpServers

beforeAll(async () => {
  mcp = await startMcpServers()
})
afterAll(() => mcp.close())

describe.each(RELEASES)('Dify %s', (release) => {
  let dify: Dify
  beforeAll(async () => {
    dify = await startDify({ release, patience: { pollMs: 10, hangMs: 2000 } })
  })
  afterAll(() => dify.close())

  const { customHeaders, adminKey, newerThanKnown } = connector.capabilities(
    release.startsWith('main') ? '1.16.1' : release,
  )
  const logins: PlatformLogin['kind'][] = adminKey ? ['account', 'adminKey'] : ['account']

  itWhere(!adminKey)('says that it refuses its admin key, and what to do', async () => {
    await expect(connector.test(connectionTo(dify, 'adminKey'))).rejects.toMatchObject({
      code: 'key_refused_by_release',
      next: expect.stringContaining('1.11'),
    })
  })

  it.each(logins)('is tested by %s', async (kind) => {
    const report = await connector.test(connectionTo(dify, kind))
    expect(report.release).toBe(dify.version)
    expect(report.capabilities.newerThanKnown).toBe(newerThanKnown)
    expect(report.notes.some((note) => note.includes('newer than any'))).toBe(newerThanKnown)
    const available = report.namespaces.filter((namespace) => namespace.available).map(({ name }) => name)
    expect(available.sort()).toEqual(['Ops', 'Research', 'Support'])
    const foreign = report.namespaces.find(({ name }) => name === 'Foreign')
    expect(foreign?.unavailableReason).toBe(
      kind === 'adminKey' ? 'Has no owner in Dify, so the admin key is not taken there.' : undefined,
    )
    expect(await connector.listNamespaces(connectionTo(dify, kind))).toMatchObject({
      release: dify.version,
      namespaces: report.namespaces,
    })
  })

  describe.each(logins)('by %s', (kind) => {
    const within = <T>(work: Parameters<typeof inWorkspace<T>>[2]) =>
      inWorkspace(connectionTo(dify, kind), workspaceId(dify, 'Support'), work)
    const seen = async (identifier: string): Promise<ObservedProvider> => {
      const found = await within(async (handle) =>
        (await handle.observe()).find((one) => one.identifier === identifier),
      )
      if (found === undefined) throw new Error(`${identifier} is not there`)
      return found
    }
    afterAll(() =>
      within(async (handle) => {
        for (const { remoteId } of await handle.observe()) await handle.remove(remoteId)
      }),
    )

    it('creates, and is connected only with tools that Dify itself lists', async () => {
      const applied = await within((handle) => handle.create(desired('weather', mcp.services.weather.url)))
      expect(applied).toMatchObject({ connected: true, remoteId: expect.stringMatching(/^[0-9a-f-]{36}$/) })
      expect(applied.tools).toHaveLength(mcp.services.weather.tools)
      expect(applied.failure).toBeUndefined()
      const observed = await seen('weather')
      expect(observed).toMatchObject({ remoteId: applied.remoteId, authorised: true, tools: applied.tools })
      expect(observed.urlOrigin).toBe(new URL(mcp.url).origin)
    })

    it('gets the first page of a long list', async () => {
      const applied = await within((handle) => handle.create(desired('prices', mcp.services['price-list'].url)))
      expect(applied).toMatchObject({ connected: true })
      expect(applied.tools).toHaveLength(10)
    })

    it('carries a service of the old SSE transport', async () => {
      const applied = await within((handle) => handle.create(desired('clock', mcp.services.clock.url)))
      expect(applied.connected).toBe(true)
    })

    itWhere(!customHeaders)('refuses a token before it would be dropped without a word', async () => {
      dify.clearLog()
      const wanted = desired('handbook', mcp.services.handbook.url, { headers: rightHeaders(mcp, 'handbook') })
      expect(connector.faults(wanted, release)).toMatchObject([{ code: 'headers_unsupported', nextStep: 'platform' }])
      await expect(within((handle) => handle.create(wanted))).rejects.toMatchObject({ code: 'headers_unsupported' })
      expect(dify.writes()).toEqual([])
    })

    itWhere(customHeaders)('tells a refused token, and heals with the right one', async () => {
      const wrong = desired('handbook', mcp.services.handbook.url, { headers: bearer('wrong-token-123456') })
      const created = await within((handle) => handle.create(wrong))
      expect(created).toMatchObject({
        connected: false,
        tools: [],
        failure: {
          code: 'token_refused',
          message: 'Dify reached the service, but it refused the token (401).',
          nextStep: 'token',
        },
      })
      const healed = await within(async (handle) =>
        handle.update(
          await seen('handbook'),
          { ...wrong, headers: rightHeaders(mcp, 'handbook') },
          { url: false, headers: true, look: false },
        ),
      )
      expect(healed).toMatchObject({ connected: true, remoteId: created.remoteId })
      expect(healed.tools).toHaveLength(mcp.services.handbook.tools)
      expect(dify.providers('Support').find(({ id }) => id === created.remoteId)?.headers).toEqual(
        rightHeaders(mcp, 'handbook'),
      )
    })

    itWhere(customHeaders)('does not believe what Dify shows after a new token: it proves it', async () => {
      const wanted = desired('handbook', mcp.services.handbook.url, { headers: bearer('worn-out-token-99') })
      const change = { url: false, headers: true, look: false }
      const spoilt = await within(async (handle) => handle.update(await seen('handbook'), wanted, change))
      expect(spoilt).toMatchObject({ connected: false, failure: { code: 'token_refused' } })
      // Dify itself still shows it as connected, with its tools.
      expect(await seen('handbook')).toMatchObject({ authorised: true })
      expect(await within((handle) => handle.reconnect(spoilt.remoteId))).toMatchObject({ connected: false })
      const good = await within(async (handle) =>
        handle.update(await seen('handbook'), { ...wanted, headers: rightHeaders(mcp, 'handbook') }, change),
      )
      expect(good.connected).toBe(true)
      expect(await within((handle) => handle.reconnect(good.remoteId))).toMatchObject({ connected: true })
    })

    it('says that a service wants a token when none is set', async () => {
      const applied = await within((handle) => handle.create(desired('bare', `${mcp.services.handbook.url}?of=bare`)))
      // Dify chooses the transport by the path, so the query changes nothing but the URL.
      expect(applied).toMatchObject({ connected: false, failure: { code: 'token_missing', nextStep: 'token' } })
    })

    it('names a service that Dify cannot reach', async () => {
      const applied = await within((handle) => handle.create(desired('nobody', NOBODY)))
      expect(applied).toMatchObject({
        connected: false,
        failure: {
          code: 'unreachable_from_platform',
          message: 'Created, but Dify cannot reach the service: connection refused.',
          nextStep: 'network',
        },
      })
      expect(applied.failure?.platformSaid).toContain('Connection refused')
    })

    it('names a service out of reach and one that fails', async () => {
      const atlas = await within((handle) => handle.create(desired('atlas', mcp.services.atlas.url)))
      expect(atlas).toMatchObject({ connected: false, failure: { code: 'request_refused', nextStep: 'service' } })
      const workshop = await within((handle) => handle.create(desired('workshop', mcp.services.workshop.url)))
      expect(workshop).toMatchObject({ connected: false, failure: { code: 'service_failed', nextStep: 'service' } })
    })

    it('changes the look without losing the connection', async () => {
      const wanted = desired('weather', mcp.services.weather.url, { name: 'Forecast 🌍', iconEmoji: '📚' })
      const applied = await within(async (handle) =>
        handle.update(await seen('weather'), wanted, { url: false, headers: false, look: true }),
      )
      expect(applied.connected).toBe(true)
      const observed = await seen('weather')
      expect(observed).toMatchObject({ name: 'Forecast 🌍', authorised: true })
      // A time that a later list would contradict would be taken for somebody else's change.
      expect(applied.updatedAt ?? observed.updatedAt).toBe(observed.updatedAt)
    })

    it('moves a provider to another URL and connects it there', async () => {
      const wanted = desired('weather', mcp.services.sessions.url, { name: 'Forecast 🌍' })
      const before = await seen('weather')
      const applied = await within((handle) =>
        handle.update(before, wanted, { url: true, headers: false, look: false }),
      )
      expect(applied).toMatchObject({ connected: true, remoteId: before.remoteId })
      expect(dify.providers('Support').find(({ id }) => id === before.remoteId)?.url).toBe(mcp.services.sessions.url)
    })

    itWhere(customHeaders)('moves a provider to another URL with another token', async () => {
      const before = await seen('handbook')
      const wanted = desired('handbook', mcp.services.ledger.url, {
        headers: rightHeaders(mcp, 'ledger'),
      })
      const applied = await within((handle) => handle.update(before, wanted, { url: true, headers: true, look: false }))
      expect(applied.connected).toBe(true)
      expect(applied.tools).toHaveLength(mcp.services.ledger.tools)
    })

    it('leaves everything as it was when the new URL is dead', async () => {
      const before = await seen('weather')
      const change = { url: true, headers: false, look: false }
      await expect(within((handle) => handle.update(before, desired('weather', NOBODY), change))).rejects.toMatchObject(
        {
          code: 'unreachable_from_platform',
          message: 'URL not changed: Dify cannot reach the service: connection refused.',
          outcome: 'not_applied',
        },
      )
      expect(await seen('weather')).toMatchObject({ tools: before.tools, name: before.name })
    })

    it('adopts what somebody else made, with everything it should be', async () => {
      const before = await seen('prices')
      const wanted = desired('prices', mcp.services['price-list'].url, { name: 'Adopted' })
      const applied = await within((handle) => handle.update(before, wanted, EVERYTHING))
      expect(applied).toMatchObject({ connected: true, remoteId: before.remoteId })
      expect(await seen('prices')).toMatchObject({ name: 'Adopted' })
    })

    it('names what is taken', async () => {
      const taken = (identifier: string, url: string, name: string) =>
        within((handle) => handle.create(desired(identifier, url, { name })))
      await expect(taken('other', mcp.services.json.url, 'Adopted')).rejects.toMatchObject({
        code: 'name_taken',
        nextStep: 'plan',
      })
      await expect(taken('other', mcp.services['price-list'].url, 'Other')).rejects.toMatchObject({ code: 'url_taken' })
      await expect(taken('prices', mcp.services.json.url, 'Other')).rejects.toMatchObject({ code: 'identifier_taken' })
    })

    it('looks without writing', async () => {
      dify.clearLog()
      const observed = await within((handle) => handle.observe({ expectedProviders: 5 }))
      expect(observed.length).toBeGreaterThan(4)
      expect(dify.writes()).toEqual([])
      expect(dify.log.filter(({ path }) => path.endsWith('/tool-providers'))).toHaveLength(1)
    })

    it('removes, and takes what is gone already for removed', async () => {
      const { remoteId } = await seen('clock')
      await within(async (handle) => {
        await handle.remove(remoteId)
        await handle.remove(remoteId)
      })
      await expect(seen('clock')).rejects.toThrow('is not there')
      const gone = { ...(await seen('prices')), remoteId: '00000000-0000-4000-8000-000000000000' }
      const wanted = desired('gone', mcp.services.json.url)
      await expect(within((handle) => handle.update(gone, wanted, EVERYTHING))).rejects.toMatchObject({
        code: 'provider_gone',
        nextStep: 'plan',
      })
      await expect(within((handle) => handle.reconnect(gone.remoteId))).rejects.toMatchObject({ code: 'provider_gone' })
    })

    it('gives no secret back in anything it returns', async () => {
      const all = JSON.stringify(await within((handle) => handle.observe()))
      expect(all).not.toContain(mcp.services.handbook.credential?.value)
    })
  })
})
