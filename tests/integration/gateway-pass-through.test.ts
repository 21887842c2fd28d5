import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { gatewayCalls } from '#db/schema/index.ts'
import { answerWebRequest } from '#lib/gateway/index.ts'
import { describeDatabases } from '#tests/helpers/database.ts'
import { startGateway, type TestGateway, type TestService } from '#tests/helpers/gateway.ts'
import { callHeaders, legacyCall, modernCall, openPost, post, until } from '#tests/helpers/gateway-calls.ts'
import { serve } from '#tests/helpers/http-server.ts'
import { startTestServers } from '#tests/helpers/mcp-servers.ts'

const upstream = startTestServers(50)

describeDatabases('gateway, the same era on both sides', (database) => {
  let gateways: TestGateway[] = []
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await startGateway(database.connection)
    gateways = [gateway, await startGateway(database.connection)]
  })
  afterAll(async () => {
    for (const one of gateways) await one.close()
  })
  const service = (
    key: 'sessions' | 'json' | 'events' | 'weather' | 'price-list' | 'atlas' | 'ledger',
  ): TestService => ({
    url: upstream.servers.services[key].url,
    eras: key === 'atlas' ? ['modern'] : key === 'weather' || key === 'price-list' ? ['legacy', 'modern'] : ['legacy'],
  })
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const initialize = legacyCall('initialize', {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  })

  it.each(['legacy', 'auto', 'modern'] as const)('serves both eras at one address: %s', async (mode) => {
    const { url, token } = await gateway.open(service('price-list'))
    const client = new Client(
      { name: 'test', version: '1' },
      mode === 'legacy' ? {} : { versionNegotiation: { mode: mode === 'auto' ? 'auto' : { pin: '2026-07-28' } } },
    )
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: bearer(token) } }))
    const { tools } = await client.listTools()
    expect(tools).toHaveLength(60)
    await client.close()
  })

  it('makes one whole list of all pages for legacy callers, in the form the service chose', async () => {
    const { url, token } = await gateway.open(service('price-list'))
    const { message } = await post({ url, token }, legacyCall('tools/list', undefined, 'my id'))
    expect(message.id).toBe('my id')
    expect(message.result?.tools).toHaveLength(60)
    expect(message.result?.nextCursor).toBeUndefined()
    const page = await post({ url, token }, legacyCall('tools/list', { cursor: message.result?.tools?.[50]?.name }))
    expect(page.message.result?.tools).toHaveLength(10)
  })

  it('leaves out of a list what makes old clients refuse it', async () => {
    const tools = [
      {
        name: 'a',
        inputSchema: { type: 'object' },
        outputSchema: { type: 'array' },
        execution: { taskSupport: 'optional' },
      },
      { name: 'b', inputSchema: { type: 'object' }, outputSchema: { type: 'object' } },
    ]
    const own = await serveRaw((request, response) => answerJson(request, response, { tools }))
    const { message } = await post(await gateway.open({ url: own.url }), legacyCall('tools/list'))
    expect(message.result?.tools).toEqual([
      { name: 'a', inputSchema: { type: 'object' }, execution: { taskSupport: 'optional' } },
      tools[1],
    ])
  })

  it('keeps sessions, on every replica, for the token that has them only', async () => {
    const { id, url } = await gateway.addService(service('sessions'))
    const [mine, other] = [await gateway.addToken(id), await gateway.addToken(id)]
    const urls = gateways.map(({ origin }) => url.replace(gateway.origin, origin))
    const opened = await post({ url, token: mine.token }, initialize)
    const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' }
    expect(session['mcp-session-id']).toMatch(/^[!-~]+$/)
    for (const at of urls) {
      const { status, message } = await post({ url: at, token: mine.token }, legacyCall('tools/list'), {
        headers: session,
      })
      expect(status).toBe(200)
      expect(message.result?.tools).toHaveLength(upstream.servers.services.sessions.tools)
      const foreign = await post({ url: at, token: other.token }, legacyCall('tools/list'), { headers: session })
      expect(foreign).toMatchObject({ status: 404, message: { error: { code: 40402 } } })
    }
    const ended = await fetch(url, { method: 'DELETE', headers: { ...bearer(mine.token), ...session } })
    expect(ended.status).toBe(200)
    // The service's own 404 to a session that is over is what a client has to see.
    expect((await post({ url, token: mine.token }, legacyCall('tools/list'), { headers: session })).status).toBe(404)
  })

  it('presents the service’s credential, and nothing of the caller’s', async () => {
    const seen: IncomingMessage['headers'][] = []
    const own = await serveRaw((request, response) => {
      seen.push(request.headers)
      response.setHeader('set-cookie', 'a=b')
      answerJson(request, response, {})
    })
    const where = await gateway.open({ url: own.url, credential: { kind: 'bearer', token: 'own-credential' } })
    const { headers } = await post(where, legacyCall('ping'), {
      headers: { cookie: 'session=1', 'mcp-param-region': 'eu', 'mcp-new': 'thing', 'x-api-key': 'mine' },
    })
    expect(seen[0]).toMatchObject({
      authorization: 'Bearer own-credential',
      'mcp-param-region': 'eu',
      'mcp-new': 'thing',
    })
    expect(JSON.stringify(seen)).not.toContain(where.token)
    expect(seen[0]).not.toHaveProperty('cookie')
    expect(seen[0]).not.toHaveProperty('x-api-key')
    expect(headers.get('set-cookie')).toBeNull()
  })

  it.each([
    [401, 'refused its stored credential'],
    [403, 'refused its stored credential'],
    [302, 'has moved'],
    [404, 'does not answer at its address'],
    [500, 'HTTP 500'],
    [503, 'is busy'],
  ])('tells a legacy caller of the service’s %d in the answer, not by the status', async (status, words) => {
    const own = await serveRaw((_request, response) => {
      response.writeHead(status, {
        location: 'http://127.0.0.1:1/',
        'www-authenticate': 'Bearer resource_metadata="x"',
      })
      response.end('<html>')
    })
    const answer = await post(await gateway.open({ url: own.url }), legacyCall('tools/call', { name: 'x' }, 7))
    expect(answer).toMatchObject({ status: 200, message: { id: 7, error: { code: -32603 } } })
    expect(answer.message.error?.message).toContain(words)
    expect(answer.headers.get('www-authenticate')).toBeNull()
    expect(JSON.stringify(answer.message)).not.toContain('127.0.0.1')
  })

  it('gives a JSON-RPC error of a 400 as an answer, and leaves one of the transport as it is', async () => {
    let code = -32602
    const own = await serveRaw((_request, response) => {
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message: 'because' } }))
    })
    const where = await gateway.open({ url: own.url })
    expect(await post(where, legacyCall('tools/call', { name: 'x' }, 7))).toMatchObject({
      status: 200,
      message: { id: 7, error: { code: -32602, message: 'because' } },
    })
    code = -32000
    expect(await post(where, legacyCall('tools/call', { name: 'x' }))).toMatchObject({ status: 400 })
  })

  it('says so when the service cannot be reached, is silent or breaks off', async () => {
    const own = await serveRaw((request, response) => {
      if (request.url === '/half') {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{')
        setTimeout(() => response.destroy(), 50)
      }
    })
    const at = (url: string) => gateway.open({ url, timeoutSeconds: 1 })
    expect((await post(await at('http://127.0.0.1:1/mcp'), legacyCall('ping'))).message.error?.message).toBe(
      'The service could not be reached.',
    )
    expect((await post(await at(own.url), legacyCall('ping'))).message.error?.message).toBe(
      'The service did not answer in time.',
    )
    await expect(post(await at(`${own.origin}/half`), legacyCall('ping'))).rejects.toThrow()
    // Refused by the guard of outgoing calls, in words that name no address.
    const denied = await post(await at('http://169.254.169.254/latest'), legacyCall('ping'))
    expect(denied.message.error?.message).toBe('The address of the service may not be called from here.')
  })

  it.each([
    ['ok', '{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"say \\"isError\\":true"}]}}', null],
    ['tool_error', '{"jsonrpc":"2.0","id":1,"result":{"content":[],"isError":true}}', null],
    ['tool_error', '{"jsonrpc": "2.0", "id": 1, "result": {"content": [], "isError": true}}', null],
    ['rpc_error', '{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Unknown tool"}}', '-32602'],
    ['rpc_error', '{"error": {"message": "no", "code": -32000}, "id": 1, "jsonrpc": "2.0"}', '-32000'],
    ['ok', '{"jsonrpc":"2.0","id":1,"result":{"structuredContent":{"error":{"code":5}},"content":[]}}', null],
  ] as const)('notes how a call ended that passes unread: %s', async (verdict, answer, code) => {
    const url = await serve(({ response }) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer),
    )
    const { id, url: address } = await gateway.addService({ url: `${url}/mcp` })
    const { token } = await gateway.addToken(id)
    const said = await post({ url: address, token }, legacyCall('tools/call', { name: 'x', arguments: {} }))
    expect(said.status).toBe(200)
    const line = () =>
      database.db
        .select({ verdict: gatewayCalls.verdict, code: gatewayCalls.code })
        .from(gatewayCalls)
        .where(eq(gatewayCalls.serviceId, id))
    await expect.poll(line, { timeout: 5000 }).toEqual([{ verdict, code }])
  })

  it('shows and calls only the tools that a token may, under its prefix', async () => {
    const all = upstream.servers.services['price-list'].tools
    const where = await gateway.open(service('price-list'))
    const names =
      (await post(where, legacyCall('tools/list'))).message.result?.tools?.map(({ name }) => String(name)) ?? []
    expect(names).toHaveLength(all)
    const [first = '', second = '', third = ''] = [names[0], names[55], names[30]]
    const few = await gateway.open(service('price-list'), { allowedTools: [first, second], toolPrefix: 'shop_' })

    const legacy = await post(few, legacyCall('tools/list'))
    expect(legacy.message.result?.tools?.map(({ name }) => name)).toEqual([`shop_${first}`, `shop_${second}`])
    const { body, headers } = modernCall('tools/list')
    const modern = await post(few, body, { headers })
    expect(modern.message.result).toMatchObject({ cacheScope: 'private', tools: [{ name: `shop_${first}` }] })

    upstream.servers.clearReceived()
    for (const name of [third, first, `shop_${third}`]) {
      const call = modernCall('tools/call', { name, arguments: {} })
      for (const answer of [
        await post(few, legacyCall('tools/call', { name, arguments: {} })),
        await post(few, call.body, { headers: call.headers }),
      ])
        expect(answer).toMatchObject({ status: 200, message: { error: { code: 40301 } } })
    }
    expect(upstream.asked()).toEqual([])
    const call = modernCall('tools/call', { name: `shop_${second}`, arguments: {} })
    for (const answer of [
      await post(few, legacyCall('tools/call', { name: `shop_${second}`, arguments: {} })),
      await post(few, call.body, { headers: call.headers }),
    ])
      expect(answer.message.result).toBeDefined()
    expect(upstream.servers.received.map(({ params }) => (params as { name: string }).name)).toEqual([second, second])
  })

  it('lets nothing past a policy that a service could read otherwise', async () => {
    const bodies: string[] = []
    const own = await serveRaw((request, response, body) => {
      bodies.push(body)
      answerJson(request, response, {})
    })
    const few = await gateway.open({ url: own.url }, { allowedTools: ['good'] })
    const send = (text: string) => post(few, text)
    await send(
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"bad","name":"good","arguments":{"n":12345678901234567890.10}}}',
    )
    await send('{"jsonrpc":"2.0","id":1,"method":"tools/call","method":"ping","params":{"name":"bad"}}')
    expect(bodies[0]).toBe(
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"good","arguments":{"n":12345678901234567890.10}}}',
    )
    expect(bodies[1]).toBe('{"jsonrpc":"2.0","id":1,"method":"ping","params":{"name":"bad"}}')
    for (const text of [
      '{"jsonrpc":"2.0","id":1,"Method":"tools/call","method":"ping","params":{"name":"bad"}}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"good","NAME":"bad"}}',
    ])
      expect((await send(text)).status).toBe(400)
    expect(await send('{"jsonrpc":"2.0","method":"tools/call","params":{"name":"bad"}}')).toMatchObject({
      message: { error: { code: 40301 } },
    })
    expect(await send('[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"bad"}}]')).toMatchObject({
      status: 200,
      message: [{ id: 1, error: { code: 40301 } }],
    })
    expect(bodies).toHaveLength(2)
  })

  it('checks a modern request as the specification orders it', async () => {
    const where = await gateway.open(service('atlas'))
    const { body, headers } = modernCall('tools/list')
    const { 'mcp-method': _method, ...withoutMethod } = headers
    expect(await post(where, body, { headers: withoutMethod })).toMatchObject({
      status: 400,
      message: { error: { code: -32020 } },
    })
    expect(await post(where, { ...body, params: {} }, { headers: withoutMethod })).toMatchObject({
      status: 400,
      message: { error: { code: -32602 } },
    })
    const call = modernCall('tools/call', { name: 'one', arguments: {} })
    expect(await post(where, call.body, { headers: { ...call.headers, 'mcp-name': 'another' } })).toMatchObject({
      status: 400,
      message: { error: { code: -32020 } },
    })
    expect(await post(where, [body], { headers })).toMatchObject({ status: 400, message: { error: { code: -32600 } } })
  })

  it('ends a modern call at the service when its caller has gone', async () => {
    let arrived = false
    let left = false
    const own = await serveRaw((_request, response) => {
      arrived = true
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': here\n\n')
      response.on('close', () => {
        left = true
      })
    })
    const where = await gateway.open({ url: own.url, eras: ['modern'] })
    const { body, headers } = modernCall('tools/call', { name: 'slow' })
    const leaving = new AbortController()
    const call = post(where, body, { headers, signal: leaving.signal }).catch(() => 'left')
    await until(() => arrived)
    expect(left).toBe(false)
    leaving.abort()
    expect(await call).toBe('left')
    await until(() => left)
  })

  it('streams a big result with the caller’s own speed, without holding it', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'a')
    const chunks = 150
    let sent = 0
    const own = await serveRaw((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const more = () => {
        while (sent < chunks) {
          sent++
          if (!response.write(chunk)) return void response.once('drain', more)
        }
        response.end()
      }
      more()
    })
    const { url, token } = await gateway.open({ url: own.url })
    const response = await openPost({ url, token }, legacyCall('tools/call', { name: 'big' }))
    // The caller does not read yet: the service is held back.
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(sent).toBeLessThan(40)
    let bytes = 0
    for await (const piece of response) bytes += piece.length
    expect(bytes).toBe(chunks * chunk.length)
  })

  it('is reached by web requests where there is no node server', async () => {
    const { url, token } = await gateway.open(service('events'))
    const request = (body: unknown) =>
      new Request(url, {
        method: 'POST',
        headers: callHeaders(token, { host: new URL(url).host }),
        body: JSON.stringify(body),
      })
    const addressed = await startGateway(database.connection, { addresses: [gateway.origin] })
    onTestFinished(() => addressed.close())
    const answer = await answerWebRequest(addressed.gateway, request(legacyCall('tools/list')))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    expect(await answer.text()).toContain('"tools":[')
    expect((await answerWebRequest(addressed.gateway, new Request(url))).status).toBe(401)
    const elsewhere = new Request(url.replace('127.0.0.1', 'evil.example.com'))
    expect((await answerWebRequest(addressed.gateway, elsewhere)).status).toBe(403)
  })
})

/** A service by hand, for one test. */
async function serveRaw(
  handle: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<{ origin: string; url: string }> {
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    handle(request, response, Buffer.concat(chunks).toString())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { origin, url: `${origin}/mcp` }
}

function answerJson(_request: IncomingMessage, response: ServerResponse, result: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result }))
}
