import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Dify, type McpServers, startDify, startMcpServers } from '#sandbox/index.ts'
import { authorise, type Console, create, detail, signIn, toolNames, update } from './console.ts'

const RELEASES = [
  '1.6.0',
  '1.7.2',
  '1.9.1',
  '1.10.0',
  '1.10.1',
  '1.12.1',
  '1.13.0',
  '1.14.0',
  '1.15.0',
  '1.16.1',
  'main-2026-08-17',
]
const WEATHER = ['current_weather', 'forecast', 'compare_cities']

let mcp: McpServers
const difys = new Map<string, { dify: Dify; console: Console }>()

beforeAll(async () => {
  mcp = await startMcpServers({ slowMs: 50 })
  for (const release of RELEASES) {
    const dify = await startDify({ release, patience: { pollMs: 10, hangMs: 10_000 } })
    difys.set(release, { dify, console: await signIn(dify) })
  }
})

afterAll(async () => {
  await Promise.all([mcp.close(), ...[...difys.values()].map(({ dify }) => dify.close())])
})

describe.each(RELEASES)('%s', (release) => {
  const at = (since: string) => isSince(release, since)
  const console = () => difys.get(release)?.console as Console
  let number = 0
  const name = () => `service-${++number}`
  /** Creates a provider and does what makes it usable on this release. */
  const connect = async (url: string, headers: Record<string, string> = {}) => {
    const created = await create(console(), name(), url, { headers })
    const { id } = created.body
    const authorised = at('1.10.0') ? await authorise(console(), id) : undefined
    const updated = await update(console(), id)
    return { id, created, authorised, updated, shown: await detail(console(), id) }
  }

  test('sends initialize with its version, no version header, and asks for one page', async () => {
    mcp.clearReceived()
    const { shown } = await connect(mcp.services['price-list'].url)
    expect(toolNames(shown)).toHaveLength(10)
    const first = mcp.received[0]
    const version = release.startsWith('main') ? '1.16.1' : release
    expect(first?.rpc).toBe('initialize')
    expect(first?.params).toEqual({
      protocolVersion: at('1.10.1') ? '2025-06-18' : '2025-03-26',
      capabilities: at('1.10.0') ? {} : { sampling: {}, roots: { listChanged: true } },
      clientInfo: { name: 'Dify', version },
    })
    expect(first?.userAgent).toBe(`python-httpx/${at('1.14.0') ? '0.28.1' : '0.27.2'}`)
    expect(mcp.received.filter(({ protocolVersion }) => protocolVersion !== undefined)).toEqual([])
    expect(mcp.received.filter(({ rpc, params }) => rpc === 'tools/list' && params !== undefined)).toEqual([])
    expect(mcp.received.some(({ rpc }) => rpc === 'server/discover')).toBe(false)
  })

  test('keeps no session; opens a stream and ends with DELETE only where the server gave one', async () => {
    const methodsOf = async (url: string) => {
      const created = await create(console(), name(), url)
      mcp.clearReceived()
      if (at('1.10.0') && created.body.is_team_authorization !== true) await authorise(console(), created.body.id)
      mcp.clearReceived()
      await update(console(), created.body.id)
      return mcp.received.map(({ method, rpc }) => (rpc ? `${method} ${rpc}` : method)).toSorted()
    }
    const posts = ['POST initialize', 'POST notifications/initialized', 'POST tools/list']
    expect(await methodsOf(mcp.services.json.url)).toEqual(posts)
    expect(await methodsOf(mcp.services.sessions.url)).toEqual(['DELETE', 'GET', ...posts])
  })

  test.each(['weather', 'sessions', 'events', 'json'] as const)('uses %s', async (key) => {
    const { updated, shown } = await connect(`${mcp.services[key].url}?again`)
    expect(updated.status).toBe(200)
    expect(toolNames(updated)).toEqual(WEATHER)
    expect(shown.body.is_team_authorization).toBe(true)
  })

  test('uses the old SSE transport at a path that ends in /sse', async () => {
    const { updated } = await connect(mcp.services.clock.url)
    expect(toolNames(updated)).toEqual(['now', 'convert_time'])
  })

  test('never connects to a server of the new era only, and loses its reason', async () => {
    const { url } = mcp.services.atlas
    const { created, authorised, updated, shown } = await connect(url)
    expect([created.status, created.body.is_team_authorization, toolNames(created)]).toEqual([200, false, []])
    const said = `Failed to connect to MCP server: code=400 message="Client error '400 Bad Request' for url '${url}'`
    const telling = authorised ?? updated
    expect([telling.status, telling.body.code]).toEqual([400, 'invalid_param'])
    expect(telling.body.message).toContain(said)
    expect(JSON.stringify(telling.body)).not.toContain('32022')
    expect(shown.body.is_team_authorization).toBe(false)
  })

  test.each(['answers-2025-11-25', 'answers-2026-07-28'])('fails with 500 at one that %s', async (kind) => {
    const { created, updated } = await connect(mcp.wrong[kind] ?? '')
    expect([created.status, created.body.is_team_authorization]).toEqual([200, false])
    expect((await authorise(console(), created.body.id)).status).toBe(500)
    expect(updated.status).toBe(at('1.10.0') ? 400 : 500)
  })

  test('uses one that answers 2024-11-05', async () => {
    expect(toolNames((await connect(mcp.wrong['answers-2024-11-05'] ?? '')).updated)).toEqual(['ping'])
  })

  test('never works with one that demands MCP-Protocol-Version', async () => {
    const { updated, shown } = await connect(mcp.wrong['demands-version'] ?? '')
    expect(updated.status).toBe(400)
    expect(toolNames(shown)).toEqual([])
  })

  test('an event of empty data breaks the stream before 1.10.0 only', async () => {
    const { updated } = await connect(mcp.wrong['empty-event'] ?? '')
    if (at('1.10.0')) return expect(toolNames(updated)).toEqual(['ping'])
    expect(updated.status).toBe(400)
    expect(updated.body.message).toMatch(/^1 validation error for JSONRPCMessage\s+Invalid JSON: EOF/)
  })

  test('carries a token from 1.9.0 on, and ignores it before', async () => {
    const { url, credential } = mcp.services.handbook
    const { updated, shown } = await connect(url, { [credential?.header ?? '']: credential?.value ?? '' })
    const carries = at('1.9.0')
    expect(updated.status).toBe(carries ? 200 : 400)
    expect(shown.body.is_team_authorization).toBe(carries)
  })

  test('tries SSE with a GET first where the path ends otherwise', async () => {
    mcp.clearReceived()
    const { updated } = await connect(`${mcp.wrong['answers-2024-11-05']}/elsewhere`)
    expect(toolNames(updated)).toEqual(['ping'])
    expect(mcp.received.slice(0, 2).map(({ method, rpc }) => [method, rpc])).toEqual([
      ['GET', undefined],
      ['POST', 'initialize'],
    ])
  })

  test('says what a 404 was in its own words', async () => {
    const { created } = await connect(mcp.wrong['404'] ?? '')
    const { status, body } = await authorise(console(), created.body.id)
    expect(status).toBe(400)
    expect(body.message).toContain(
      at('1.14.0') ? 'MCP server URL returned 404 Not Found' : 'Session terminated by server',
    )
  })

  test('fills {{request.headers.…}} in from 1.16.0 on', async () => {
    const { url, credential } = mcp.services.handbook
    const more = { headers: { Authorization: '{{request.headers.X-Caller}}' } }
    const console = difys.get(release)?.console as Console
    const calling: Console = {
      ...console,
      call: (method, path, body) => console.call(method, path, body, { 'X-Caller': credential?.value ?? '' }),
    }
    const { body } = await create(calling, name(), `${url}?templates`, more)
    const { status } = await authorise(calling, body.id)
    expect(status === 200).toBe(at('1.16.0'))
  })
})

function isSince(release: string, since: string): boolean {
  if (release.startsWith('main')) return true
  return release.localeCompare(since, 'en', { numeric: true }) >= 0
}
