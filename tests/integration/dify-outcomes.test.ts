import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Dify, type McpServers, startDify, startMcpServers } from '#sandbox/index.ts'
import { connectionTo, connector, desired, inWorkspace, rightHeaders, workspaceId } from './dify-fixture.ts'

let mcp: McpServers
let dify: Dify

beforeAll(async () => {
  mcp = await startMcpServers({ slowMs: 1500 })
  dify = await startDify({ release: '1.14.0', patience: { pollMs: 10 } })
})
afterAll(async () => {
  await dify.close()
  await mcp.close()
})
beforeEach(async () => {
  for (const workspace of ['Research', 'Support', 'Ops'])
    await inWorkspace(connectionTo(dify, 'adminKey'), workspaceId(dify, workspace), async (handle) => {
      for (const { remoteId } of await handle.observe()) await handle.remove(remoteId)
    })
  dify.switchWorkspace('admin@example.com', 'Research')
  dify.clearLog()
})

const PROVIDER = /tool-provider\/mcp$/
const within = <T>(work: Parameters<typeof inWorkspace<T>>[2], kind: 'account' | 'adminKey' = 'adminKey') =>
  inWorkspace(connectionTo(dify, kind), workspaceId(dify, 'Support'), work)

describe('a create whose answer is lost', () => {
  it.each([
    ['reset after', 1],
    ['bad gateway after', 1],
    ['reset before', 0],
  ] as const)('%s: its outcome is unknown, and one list tells it', async (kind, there) => {
    dify.fail({ kind, method: 'POST', path: PROVIDER })
    await within(async (handle) => {
      await expect(handle.create(desired('weather', mcp.services.weather.url))).rejects.toMatchObject({
        outcome: 'unknown',
      })
      expect((await handle.observe()).filter(({ identifier }) => identifier === 'weather')).toHaveLength(there)
    })
    // Nobody tried again by itself.
    expect(dify.log.filter(({ method, path }) => method === 'POST' && PROVIDER.test(path)).length).toBeLessThanOrEqual(
      1,
    )
  })

  it('is unknown as well when we stop while it is on its way', async () => {
    await within(async (handle) => {
      const stop = new AbortController()
      const creating = handle.create(desired('archive', mcp.services.archive.url), stop.signal)
      setTimeout(() => stop.abort(), 200)
      await expect(creating).rejects.toMatchObject({ code: 'interrupted', outcome: 'unknown' })
    })
  })

  it('is unknown, and called a timeout, when a deadline of ours ends it', async () => {
    await within(async (handle) => {
      const creating = handle.create(desired('archive', mcp.services.archive.url), AbortSignal.timeout(200))
      await expect(creating).rejects.toMatchObject({ code: 'timed_out', outcome: 'unknown', transient: true })
    })
  })

  it('was not carried out when Dify was not there at all', async () => {
    const gone = await startDify({ release: '1.14.0' })
    const handle = await connector.openNamespace(connectionTo(gone, 'adminKey'), workspaceId(gone, 'Support'))
    await gone.close()
    await expect(handle.create(desired('weather', mcp.services.weather.url))).rejects.toMatchObject({
      ...{ code: 'connection_refused', outcome: 'not_applied', transient: true },
    })
  })
})

describe('other lost answers', () => {
  it('of an update and a removal are unknown too, of a look not', async () => {
    await within(async (handle) => {
      await handle.create(desired('weather', mcp.services.weather.url))
      const [before] = await handle.observe()
      if (before === undefined) throw new Error('not there')
      dify.fail({ kind: 'reset after', method: 'PUT' })
      const change = { url: false, headers: false, look: true }
      await expect(
        handle.update(before, desired('weather', mcp.services.weather.url, { name: 'New' }), change),
      ).rejects.toMatchObject({ outcome: 'unknown' })
      dify.fail({ kind: 'reset before', method: 'GET', path: /tool-providers/ })
      await expect(handle.observe()).rejects.toMatchObject({ outcome: 'not_applied' })
      dify.fail({ kind: 'reset after', method: 'DELETE' })
      await expect(handle.remove(before.remoteId)).rejects.toMatchObject({ outcome: 'unknown' })
      expect(await handle.observe()).toEqual([])
    })
  })

  it('of a connecting leave the provider there, with its id, as not connected', async () => {
    await within(async (handle) => {
      dify.fail({ kind: 'reset after', method: 'POST', path: /mcp\/auth$/ })
      const applied = await handle.create(desired('handbook', mcp.services.handbook.url))
      expect(applied).toMatchObject({
        ...{ connected: false, remoteId: expect.any(String) },
        failure: { code: 'connection_reset', nextStep: 'retry' },
      })
      expect(await handle.observe()).toMatchObject([{ remoteId: applied.remoteId }])
    })
  })

  it('never come from a connection that was used before', async () => {
    // Each request is alone on its connection, so a keep-alive that Dify drops cannot swallow a write.
    await within(async (handle) => {
      for (let turn = 0; turn < 3; turn++) await handle.observe()
      dify.fail({ kind: 'reset before', method: 'GET', path: /tool-providers/ })
      await handle.observe().catch(() => {})
      expect(await handle.create(desired('weather', mcp.services.weather.url))).toMatchObject({ connected: true })
    })
  })
})

describe('an account’s workspace', () => {
  const account = connectionTo
  const where = () => dify.currentWorkspace('admin@example.com')

  it('is switched once and given back, after failures too', async () => {
    await within(async (handle) => {
      expect(where()).toBe('Support')
      expect(await handle.verifyPlace()).toBe(true)
      await handle.create(desired('weather', mcp.services.weather.url))
      await handle.create(desired('handbook', mcp.services.handbook.url, { headers: rightHeaders(mcp, 'handbook') }))
    }, 'account')
    expect(where()).toBe('Research')
    expect(dify.log.filter(({ path }) => path.endsWith('/workspaces/switch'))).toHaveLength(2)
    expect(
      dify
        .providers('Support')
        .map(({ identifier }) => identifier)
        .sort(),
    ).toEqual(['handbook', 'weather'])
    await expect(
      within(async () => {
        throw new Error('a lane broke')
      }, 'account'),
    ).rejects.toThrow('a lane broke')
    expect(where()).toBe('Research')
  })

  it('is given back when the answer to the switch itself was lost', async () => {
    dify.fail({ kind: 'reset after', method: 'POST', path: /workspaces\/switch$/ })
    await expect(connector.openNamespace(account(dify), workspaceId(dify, 'Support'))).rejects.toMatchObject({
      code: 'connection_reset',
    })
    expect(where()).toBe('Research')
  })

  it('is given back although the first try to do so fails', async () => {
    const handle = await connector.openNamespace(account(dify), workspaceId(dify, 'Support'))
    dify.fail({ kind: 'reset before', method: 'POST', path: /workspaces\/switch$/ })
    await handle.close()
    await handle.close()
    expect(where()).toBe('Research')
  })

  it('is left where its owner moved it meanwhile, and that is noticed', async () => {
    const handle = await connector.openNamespace(account(dify), workspaceId(dify, 'Support'))
    dify.switchWorkspace('admin@example.com', 'Ops')
    expect(await handle.verifyPlace()).toBe(false)
    await handle.close()
    expect(where()).toBe('Ops')
  })

  it('need not be switched when it is there already', async () => {
    await inWorkspace(account(dify), workspaceId(dify, 'Research'), (handle) => handle.observe())
    expect(dify.log.filter(({ path }) => path.endsWith('/workspaces/switch'))).toEqual([])
    expect(where()).toBe('Research')
  })

  it('cannot be one that it does not belong to', async () => {
    await expect(connector.openNamespace(account(dify), workspaceId(dify, 'Foreign'))).rejects.toMatchObject({
      code: 'namespace_gone',
    })
    await expect(
      inWorkspace(connectionTo(dify, 'adminKey'), workspaceId(dify, 'Foreign'), (handle) => handle.observe()),
    ).rejects.toMatchObject({ code: 'key_refused_in_namespace' })
    expect(where()).toBe('Research')
  })

  it('makes all its lanes one group; with a key each workspace is one', () => {
    const [support, ops] = [workspaceId(dify, 'Support'), workspaceId(dify, 'Ops')]
    const byAccount = connectionTo(dify)
    expect(connector.groupKey(byAccount, support)).toBe(connector.groupKey(byAccount, ops))
    expect(connector.groupKey(byAccount, ops)).not.toBe(
      connector.groupKey(connectionTo(dify, 'account', 'member@example.com'), ops),
    )
    const byKey = connectionTo(dify, 'adminKey')
    expect(connector.groupKey(byKey, support)).not.toBe(connector.groupKey(byKey, ops))
    expect(connector.groupKey(byAccount, ops)).not.toContain('admin@example.com')
  })
})

describe('with the admin key', () => {
  it('works in several workspaces at once without mixing them up, and sends no cookie', async () => {
    const names = ['Research', 'Support', 'Ops']
    await Promise.all(
      names.map((name) =>
        inWorkspace(connectionTo(dify, 'adminKey'), workspaceId(dify, name), (handle) =>
          handle.create(desired(`weather-${name.toLowerCase()}`, mcp.services.weather.url)),
        ),
      ),
    )
    for (const name of names)
      expect(dify.providers(name).map(({ identifier }) => identifier)).toEqual([`weather-${name.toLowerCase()}`])
    expect(dify.currentWorkspace('admin@example.com')).toBe('Research')
  })

  it('waits for a slow service inside Dify', async () => {
    const applied = await within((handle) => handle.create(desired('archive', mcp.services.archive.url)))
    expect(applied.connected).toBe(true)
  })
})
