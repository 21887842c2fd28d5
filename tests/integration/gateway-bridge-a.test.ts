import { describe, expect, it } from 'vitest'
import { answer, type Exchange, result, rpcError } from '#sandbox/mcp/http.ts'
import { legacyCall, modernCall, post, startTestGateway, until } from '#tests/helpers/gateway-calls.ts'
import { serve } from '#tests/helpers/http-server.ts'
import { startMcpProbe } from '#tests/helpers/mcp-probe/index.ts'

const probe = startMcpProbe()
const gateway = startTestGateway()

const MODERN_HANDSHAKE = {
  protocolVersion: '2025-06-18',
  capabilities: { roots: {} },
  clientInfo: { name: 'old', version: '1' },
}

/** A service of the modern era written for one test. */
async function modernService(handle: (exchange: Exchange) => unknown) {
  return gateway.open({ url: `${await serve(handle)}/mcp`, eras: ['modern'] })
}

/** Answers `tools/list` with these tools and everything else by `otherwise`. */
function listing(tools: unknown[], otherwise: (exchange: Exchange) => unknown) {
  return (exchange: Exchange) =>
    exchange.rpc.method === 'tools/list'
      ? result(exchange, { resultType: 'complete', ttlMs: 0, cacheScope: 'public', tools } as never)
      : otherwise(exchange)
}

describe('a legacy caller of a service that speaks only the modern era', () => {
  it('is given a handshake made of server/discover, without what needs a session; discover is asked once', async () => {
    const door = await gateway.open(probe.service('modern'))
    const first = await post(door, legacyCall('initialize', MODERN_HANDSHAKE, 'a'))
    expect(first).toMatchObject({ status: 200, type: 'application/json' })
    expect(first.headers.get('mcp-session-id')).toBeNull()
    expect(first.message).toEqual({
      jsonrpc: '2.0',
      id: 'a',
      result: {
        protocolVersion: '2025-06-18',
        capabilities: { tools: {} },
        serverInfo: { name: 'probe-modern', version: '1.0.0' },
        instructions: 'a probe',
      },
    })
    expect(probe.wire.map(({ rpc }) => rpc)).toEqual(['server/discover'])
    expect(probe.wire[0]?.headers).toMatchObject({
      'mcp-method': 'server/discover',
      'mcp-protocol-version': '2026-07-28',
    })
  })

  it('remembers what discover said for as long as the service allows, and no longer', async () => {
    let asked = 0
    const discover = (ttlMs: number) =>
      modernService((exchange) => {
        asked++
        result(exchange, { resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: {}, ttlMs })
      })
    for (const [ttlMs, expected] of [
      [60_000, 1],
      [0, 2],
    ] as const) {
      asked = 0
      const door = await discover(ttlMs)
      for (let n = 0; n < 2; n++) await post(door, legacyCall('initialize', MODERN_HANDSHAKE))
      expect(asked).toBe(expected)
    }
  })

  it('is offered the newest legacy version where its own is unknown', async () => {
    const door = await gateway.open(probe.service('modern'))
    const { message } = await post(
      door,
      legacyCall('initialize', { ...MODERN_HANDSHAKE, protocolVersion: '1999-01-01' }),
    )
    expect(message.result?.protocolVersion).toBe('2025-11-25')
  })

  it('gets 202 for notifications and stray answers, {} for ping and log level, 405 for GET and DELETE', async () => {
    const door = await gateway.open(probe.service('modern'))
    const statuses = [
      await post(door, { jsonrpc: '2.0', method: 'notifications/initialized' }),
      await post(door, { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }),
      await post(door, { jsonrpc: '2.0', id: 4, result: {} }),
    ].map(({ status }) => status)
    expect(statuses).toEqual([202, 202, 202])
    expect((await post(door, legacyCall('ping', undefined, 9))).message).toEqual({ jsonrpc: '2.0', id: 9, result: {} })
    expect((await post(door, legacyCall('logging/setLevel', { level: 'debug' }))).message.result).toEqual({})
    for (const method of ['GET', 'DELETE']) {
      const { status, headers } = await fetch(door.url, { method, headers: { authorization: `Bearer ${door.token}` } })
      expect([status, headers.get('allow')]).toEqual([405, 'POST'])
    }
    expect(probe.wire).toEqual([])
  })

  it('gets all pages of the list of tools in one answer, mended', async () => {
    const door = await gateway.open(probe.service('wide'))
    const { message } = await post(door, legacyCall('tools/list'))
    expect(message.result?.tools).toHaveLength(26)
    expect(Object.keys(message.result ?? {})).not.toContain('nextCursor')
    for (const newer of ['resultType', 'ttlMs', 'cacheScope']) expect(message.result).not.toHaveProperty(newer)
    const byName = new Map(message.result?.tools?.map((tool) => [tool.name, tool]))
    expect(byName.get('rows')).not.toHaveProperty('outputSchema')
    expect(byName.get('add')).toHaveProperty('outputSchema.type', 'object')
    expect(probe.wire.map(({ rpc }) => rpc)).toEqual(['tools/list', 'tools/list', 'tools/list'])
  })

  it('gets the page that a cursor names, mended too', async () => {
    const door = await gateway.open(probe.service('wide'))
    const { message } = await post(door, legacyCall('tools/list', { cursor: 'page-20' }))
    expect(message.result?.tools).toHaveLength(6)
    expect(message.result).not.toHaveProperty('ttlMs')
  })

  it('is told when the list never ends', async () => {
    let page = 0
    const door = await modernService((exchange) =>
      result(exchange, { resultType: 'complete', tools: [], nextCursor: `page-${++page}` }),
    )
    const { status, message } = await post(door, legacyCall('tools/list'))
    expect([status, message.error]).toEqual([200, { code: -32603, message: expect.stringContaining('50 pages') }])
    expect(page).toBe(50)
  })

  it('sees and calls the tools of its token only, under their prefix', async () => {
    const door = await gateway.open(probe.service('modern'), { allowedTools: ['echo', 'add'], toolPrefix: 'p_' })
    const { message } = await post(door, legacyCall('tools/list'))
    expect(message.result?.tools?.map(({ name }) => name)).toEqual(['p_echo', 'p_add'])
    const said = await post(door, legacyCall('tools/call', { name: 'p_echo', arguments: { text: 'hi' } }))
    expect(said.message.result?.content).toEqual([{ type: 'text', text: 'hi' }])
    expect(probe.wire.at(-1)).toMatchObject({ params: { name: 'echo' }, headers: { 'mcp-name': 'echo' } })
    for (const name of ['p_slow', 'echo', 'p_nothing']) {
      const refused = await post(door, legacyCall('tools/call', { name, arguments: {} }))
      expect([refused.status, refused.message.error?.code]).toEqual([200, 40301])
    }
  })

  it('sends the envelope with no capability, keeps progressToken and foreign keys, and nothing of the protocol’s own', async () => {
    const door = await gateway.open(probe.service('modern'))
    const _meta = { progressToken: 'p1', 'example.com/trace': 7, 'io.modelcontextprotocol/related-task': 'x' }
    await post(door, legacyCall('tools/call', { name: 'echo', arguments: { text: 'a' }, _meta }))
    expect(probe.wire.at(-1)?.params?._meta).toEqual({
      progressToken: 'p1',
      'example.com/trace': 7,
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'mcp-ferry', version: expect.any(String) },
      'io.modelcontextprotocol/clientCapabilities': {},
    })
    expect(probe.wire.at(-1)?.headers).toMatchObject({ accept: 'application/json, text/event-stream' })
    expect(probe.wire.at(-1)?.headers).not.toHaveProperty('authorization')
  })

  it('gets progress before the answer', async () => {
    const door = await gateway.open(probe.service('modern'))
    const params = { name: 'progress', arguments: { steps: 3, ms: 5 }, _meta: { progressToken: 77 } }
    const { type, messages } = await post(door, legacyCall('tools/call', params, 'x'))
    expect(type).toBe('text/event-stream')
    expect(messages.map(({ method, params }) => [method, params?.progressToken])).toEqual([
      ['notifications/progress', 77],
      ['notifications/progress', 77],
      ['notifications/progress', 77],
      [undefined, undefined],
    ])
    expect(messages.at(-1)).toMatchObject({ id: 'x', result: { content: [{ text: '3 steps' }] } })
  })

  it('needs no header: arguments travel as Mcp-Param-* by the tool’s schema, encoded where they must be', async () => {
    const door = await gateway.open(probe.service('modern'))
    for (const [region, header] of [
      ['north', 'north'],
      ['Köln', `=?base64?${Buffer.from('Köln').toString('base64')}?=`],
      ['=?base64?eA==?=', `=?base64?${Buffer.from('=?base64?eA==?=').toString('base64')}?=`],
      ['', '=?base64??='],
    ]) {
      const { message } = await post(door, legacyCall('tools/call', { name: 'where', arguments: { region, q: 'q' } }))
      expect(message.result?.content).toEqual([{ type: 'text', text: `${region}: q` }])
      expect(probe.wire.at(-1)?.headers['mcp-param-region']).toBe(header)
    }
    expect(probe.wire.filter(({ rpc }) => rpc === 'tools/list')).toHaveLength(3)
  })

  it('is carried again, once, after the schema has changed (−32020): nothing was executed', async () => {
    let header = 'Region'
    let calls = 0
    const tool = () => ({
      name: 'where',
      inputSchema: { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': header } } },
    })
    const door = await modernService((exchange) =>
      listing([tool()], (call) => {
        calls++
        if (call.request.headers[`mcp-param-${header.toLowerCase()}`] === undefined)
          return rpcError(call, 400, -32020, 'header missing')
        result(call, { resultType: 'complete', content: [] })
      })(exchange),
    )
    const request = legacyCall('tools/call', { name: 'where', arguments: { region: 'north' } })
    expect((await post(door, request)).message.result).toEqual({ content: [] })
    header = 'Area'
    expect((await post(door, request)).message.result).toEqual({ content: [] })
    expect(calls).toBe(3)
    header = 'not possible'
    const refused = await post(door, request)
    expect([refused.status, refused.message.error?.code]).toEqual([200, -32020])
    expect(calls).toBe(5)
  })

  it('gets results without what older clients refuse', async () => {
    const door = await gateway.open(probe.service('modern'))
    const array = await post(door, legacyCall('tools/call', { name: 'array', arguments: {} }))
    expect(array.message.result).not.toHaveProperty('structuredContent')
    const sum = await post(door, legacyCall('tools/call', { name: 'add', arguments: { a: 1, b: 2 } }))
    expect(sum.message.result).toMatchObject({ structuredContent: { sum: 3 } })
    expect(sum.message.result).not.toHaveProperty('resultType')
  })

  it.each(['json', 'events'])('gets a big result as it comes (%s)', async (form) => {
    const text = 'ä'.repeat(300_000)
    const whole = { jsonrpc: '2.0', id: 1, result: { resultType: 'complete', content: [{ type: 'text', text }] } }
    const door = await modernService(
      listing([], (exchange) =>
        form === 'json'
          ? answer(exchange, 200, 'application/json', JSON.stringify(whole))
          : answer(exchange, 200, 'text/event-stream', `: hello\r\n\r\ndata: ${JSON.stringify(whole)}\r\n\r\n`),
      ),
    )
    const { message } = await post(door, legacyCall('tools/call', { name: 'big', arguments: {} }))
    expect(message.result?.content).toEqual([{ type: 'text', text }])
  })

  it.each([
    [400, -32602],
    [404, -32601],
    [200, -32603],
  ])('gets an error of the service (HTTP %i, %i) with HTTP 200', async (status, code) => {
    const door = await modernService(listing([], (exchange) => rpcError(exchange, status, code, 'no', { why: 1 })))
    const said = await post(door, legacyCall('prompts/get', { name: 'x' }, 5))
    expect([said.status, said.message]).toEqual([
      200,
      { jsonrpc: '2.0', id: 5, error: { code, message: 'no', data: { why: 1 } } },
    ])
  })

  it.each([
    [500, 'boom', 'The service answered with HTTP 500.'],
    [404, '<h1>Not Found</h1>', 'The service answered with HTTP 404.'],
    [503, 'later', 'The service is busy (HTTP 503). Try again later.'],
    [200, '<title>Sign in</title>', 'The service answered with something that is not MCP.'],
    [401, 'who?', 'The service refused its stored credential.'],
    [403, 'no', 'The service refused its stored credential.'],
  ])('is told in a sentence what an HTTP %i without MCP means', async (status, text, message) => {
    const door = await modernService((exchange) => answer(exchange, status, 'text/html', text))
    const said = await post(door, legacyCall('prompts/list', undefined, 'p'))
    expect([said.status, said.message]).toEqual([200, { jsonrpc: '2.0', id: 'p', error: { code: -32603, message } }])
    expect(said.headers.get('www-authenticate')).toBeNull()
  })

  it('is told when the service breaks off inside its answer', async () => {
    const door = await modernService(({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(': begun\n\n')
      setTimeout(() => response.destroy(), 20)
    })
    const { message } = await post(door, legacyCall('prompts/list', undefined, 3))
    expect(message).toMatchObject({ id: 3, error: { code: -32603, message: expect.stringContaining('broke off') } })
  })

  it('is told what is missing when a tool asks for input, as a result that models can read', async () => {
    const door = await gateway.open(probe.service('modern'))
    const { message } = await post(door, legacyCall('tools/call', { name: 'ask', arguments: {} }))
    expect(message.result).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('elicitation') }] })
    const asking = await modernService(
      listing([], (exchange) =>
        result(exchange, {
          resultType: 'input_required',
          inputRequests: { a: { method: 'sampling/createMessage', params: {} } },
        }),
      ),
    )
    const prompt = await post(asking, legacyCall('prompts/get', { name: 'x' }))
    expect(prompt.message.error).toEqual({ code: -32603, message: expect.stringContaining('sampling') })
  })

  it('answers a batch with an array, and one of notifications with 202', async () => {
    const door = await gateway.open(probe.service('modern'))
    const calls = ['a', 'b'].map((text) => legacyCall('tools/call', { name: 'echo', arguments: { text } }, text))
    const { message } = await post(door, [...calls, { jsonrpc: '2.0', method: 'notifications/initialized' }])
    expect(message).toMatchObject([
      { id: 'a', result: { content: [{ text: 'a' }] } },
      { id: 'b', result: { content: [{ text: 'b' }] } },
    ])
    expect((await post(door, [{ jsonrpc: '2.0', method: 'notifications/initialized' }])).status).toBe(202)
    expect((await post(door, [{ jsonrpc: '2.0', id: 1 }])).status).toBe(400)
  })

  it('gone in the middle of a call: the service is told at once', async () => {
    const door = await gateway.open(probe.service('modern'))
    const gone = new AbortController()
    const call = post(door, legacyCall('tools/call', { name: 'slow', arguments: { ms: 20_000 } }), {
      signal: gone.signal,
    })
    await until(() => probe.wire.some(({ rpc }) => rpc === 'tools/call'))
    gone.abort()
    await expect(call).rejects.toThrow()
    await until(() => probe.wire.find(({ rpc }) => rpc === 'tools/call')?.cut === true)
  })

  it('is refused methods that its era needs a session for', async () => {
    const door = await gateway.open(probe.service('modern'))
    for (const method of ['resources/subscribe', 'tasks/get', 'subscriptions/listen']) {
      const { status, message } = await post(door, legacyCall(method, { uri: 'a:b' }))
      expect([status, message.error?.code]).toEqual([200, -32601])
    }
    expect(probe.wire).toEqual([])
  })

  it('serves a modern caller at the same address', async () => {
    const door = await gateway.open(probe.service('modern'))
    const { body, headers } = modernCall('server/discover')
    expect((await post(door, body, { headers })).message.result).toMatchObject({ supportedVersions: ['2026-07-28'] })
  })
})
