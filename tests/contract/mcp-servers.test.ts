import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type McpServers, type ServiceInfo, type ServiceKey, startMcpServers } from '#sandbox/index.ts'

let mcp: McpServers
beforeAll(async () => {
  mcp = await startMcpServers({ slowMs: 100 })
})
afterAll(() => mcp.close())

describe('a service works when its tools are called', () => {
  test.each<[ServiceKey, number, string, Record<string, unknown>, RegExp]>([
    ['weather', 3, 'forecast', { city: 'Lisbon', days: 2 }, /"sky"/],
    ['handbook', 3, 'search_handbook', { word: 'train' }, /travel/],
    ['ledger', 3, 'list_accounts', {}, /"Bank"/],
    ['clock', 2, 'convert_time', { moment: '2026-11-24T09:00:00Z', zone: 'Asia/Tokyo' }, /18:00:00/],
    ['price-list', 60, 'price_of_cement', { quantity: 2 }, /"price": \d+/],
    ['atlas', 3, 'capital_of', { country: 'Italy' }, /Rome/],
    ['archive', 3, 'read_chapter', { chapter: 'leave' }, /Thirty days/],
  ])('%s', async (key, count, name, input, says) => {
    const client = await connected(mcp.services[key])
    const { tools } = await client.listTools()
    expect(tools).toHaveLength(count)
    const result = await client.callTool({ name, arguments: input })
    expect(result.isError).not.toBe(true)
    expect(JSON.stringify(result.content).replaceAll('\\"', '"')).toMatch(says)
    await client.close()
  })

  test('arguments that do not fit are answered with what is wrong', async () => {
    const client = await connected(mcp.services.weather)
    const result = await client.callTool({ name: 'forecast', arguments: { city: 'Lisbon', days: 70 } })
    expect(result.isError).toBe(true)
    expect(JSON.stringify(result.content)).toContain('days')
    await client.close()
  })

  test('sixty tools come in six pages', async () => {
    mcp.clearReceived()
    const client = await connected(mcp.services['price-list'])
    await client.listTools()
    await client.close()
    expect(mcp.received.filter(({ rpc }) => rpc === 'tools/list')).toHaveLength(6)
  })
})

describe('a credential is asked for', () => {
  test.each(['handbook', 'ledger'] as const)('%s', async (key) => {
    const { url, credential } = mcp.services[key]
    const header = credential?.header ?? ''
    expect(await statusOf(url)).toBe(401)
    expect(await statusOf(url, { [header]: 'wrong' })).toBe(401)
    expect(await statusOf(url, { [header]: credential?.value ?? '' })).toBe(200)
    mcp.setCredential(key, { header, value: 'another' })
    expect(await statusOf(url, { [header]: credential?.value ?? '' })).toBe(401)
    mcp.setCredential(key, credential)
    expect(mcp.received.slice(-4).map((one) => one.credential)).toEqual(['none', 'wrong', 'right', 'wrong'])
    expect(JSON.stringify(mcp.received)).not.toContain(credential?.value)
  })

  test('a service can be taken down and put back', async () => {
    mcp.setDown('weather', true)
    expect(await statusOf(mcp.services.weather.url)).toBe(503)
    mcp.setDown('weather', false)
    expect(await statusOf(mcp.services.weather.url)).toBe(200)
  })
})

describe('the wrong kinds do what their name says', () => {
  test.each([
    ['html', 200, 'content-type', 'text/html; charset=utf-8'],
    ['json', 200, 'content-type', 'application/json'],
    ['404', 404, 'content-type', 'text/html; charset=utf-8'],
    ['405', 405, 'allow', 'GET'],
    ['429', 429, 'retry-after', '3'],
    ['500', 500, 'content-type', 'text/plain'],
    ['503', 503, 'retry-after', '7'],
    ['basic-401', 401, 'www-authenticate', 'Basic realm="sandbox"'],
    ['bare-401', 401, 'www-authenticate', null],
    ['403', 403, 'www-authenticate', null],
    ['scope-403', 403, 'www-authenticate', 'Bearer error="insufficient_scope", scope="tools:call"'],
  ])('%s', async (kind, status, header, value) => {
    const answer = await initialize(mcp.wrong[kind] ?? '')
    expect([answer.status, answer.headers.get(header)]).toEqual([status, value])
  })

  test('oauth-401 names metadata that is there', async () => {
    const answer = await initialize(mcp.wrong['oauth-401'] ?? '')
    const metadata = /resource_metadata="([^"]+)"/.exec(answer.headers.get('www-authenticate') ?? '')?.[1] ?? ''
    expect(await (await fetch(metadata)).json()).toMatchObject({
      resource: mcp.wrong['oauth-401'],
      scopes_supported: ['tools:list'],
    })
  })

  test.each(['silent', 'half-sse', 'trickle', 'endless', 'closing'])('%s never gives a whole answer', async (kind) => {
    const whole = initialize(mcp.wrong[kind] ?? '', {}, AbortSignal.timeout(kind === 'endless' ? 50 : 300))
    await expect(whole.then((answer) => answer.text())).rejects.toThrow()
  })

  test.each([
    ['future', ['2027-06-01']],
    ['future-initialize', ['2026-07-28']],
  ])('%s refuses initialize with −32022', async (kind, supported) => {
    const answer = await initialize(mcp.wrong[kind] ?? '')
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { code: -32022, data: { supported } } })
  })

  test.each(['redirect', 'redirect-loop'])('%s leads elsewhere', async (kind) => {
    const answer = await initialize(mcp.wrong[kind] ?? '')
    expect([answer.status, answer.headers.has('location')]).toEqual([307, true])
  })
})

async function connected({ url, credential }: ServiceInfo): Promise<Client> {
  const client = new Client(
    { name: 'test', version: '1.0.0' },
    { versionNegotiation: { mode: 'auto' }, listMaxPages: 50 },
  )
  const headers = credential ? { [credential.header]: credential.value } : {}
  if (url.endsWith('/sse')) {
    await client.connect(new SSEClientTransport(new URL(url)), { prior: { kind: 'legacy' } })
  } else {
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }))
  }
  return client
}

function initialize(url: string, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
  const params = {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'test', version: '1.0.0' },
  }
  return fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params }),
    ...(signal && { signal }),
  })
}

async function statusOf(url: string, headers?: Record<string, string>): Promise<number> {
  const answer = await initialize(url, headers)
  await answer.body?.cancel()
  return answer.status
}
