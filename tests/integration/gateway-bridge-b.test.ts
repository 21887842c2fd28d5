import { describe, expect, it } from 'vitest'
import { type Exchange, result, rpcError } from '#sandbox/mcp/http.ts'
import { modernCall, post, startTestGateway, until } from '#tests/helpers/gateway-calls.ts'
import { serve } from '#tests/helpers/http-server.ts'
import { type ProbeKind, startMcpProbe } from '#tests/helpers/mcp-probe/index.ts'

const probe = startMcpProbe()
const gateway = startTestGateway()
const KINDS: ProbeKind[] = ['stateful', 'stateless', 'json', 'sse']

type Door = { url: string; token: string }

/** One modern request, asked as a modern client asks. */
function ask(door: Door, method: string, params?: Record<string, unknown>, meta?: Record<string, unknown>) {
  const { body, headers } = modernCall(method, params, meta)
  return post(door, body, { headers })
}

const echo = (door: Door, text: string) => ask(door, 'tools/call', { name: 'echo', arguments: { text } })

/** A legacy service written for one test; the handshake is answered. */
async function legacyService(handle: (exchange: Exchange) => unknown, capabilities = {}) {
  const origin = await serve((exchange) => {
    if (exchange.rpc.method === 'initialize')
      return result(exchange, {
        protocolVersion: '2025-06-18',
        capabilities: { tools: {}, ...capabilities },
        serverInfo: { name: 'made', version: '1' },
      })
    if (exchange.rpc.method === 'notifications/initialized') return exchange.response.writeHead(202).end()
    handle(exchange)
  })
  return gateway.open({ url: `${origin}/mcp`, eras: ['legacy'] })
}

describe.each(KINDS)('a modern caller of a legacy service (%s)', (kind) => {
  it('discovers it from its handshake, without what needs the session', async () => {
    const door = await gateway.open(probe.service(kind))
    const { status, message } = await ask(door, 'server/discover')
    expect([status, message.result]).toEqual([
      200,
      {
        resultType: 'complete',
        supportedVersions: ['2026-07-28'],
        capabilities: { tools: {}, logging: {} },
        instructions: 'a probe',
        ttlMs: 0,
        cacheScope: 'private',
        _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'probe-legacy', version: '1.0.0' } },
      },
    ])
    expect(probe.wire.find(({ rpc }) => rpc === 'initialize')?.params?.capabilities).toEqual({})
  })

  it('lists and calls, over one session for its token, with the results of its era', async () => {
    const door = await gateway.open(probe.service(kind))
    const list = await ask(door, 'tools/list')
    expect(list.message.result).toMatchObject({
      resultType: 'complete',
      ttlMs: 0,
      cacheScope: 'private',
      nextCursor: 'page-10',
    })
    expect((await ask(door, 'tools/list', { cursor: 'page-20' })).message.result?.tools).toHaveLength(5)
    const said = await echo(door, 'hi')
    expect(said).toMatchObject({ status: 200, type: 'application/json' })
    expect(said.message).toMatchObject({
      id: 1,
      result: {
        resultType: 'complete',
        content: [{ text: 'hi' }],
        _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'probe-legacy' } },
      },
    })
    expect(said.message.result).not.toHaveProperty('ttlMs')
    expect(probe.wire.filter(({ rpc }) => rpc === 'initialize')).toHaveLength(1)
  })

  it('sends nothing of the envelope on, and the caller’s own keys of _meta', async () => {
    const door = await gateway.open(probe.service(kind))
    await ask(door, 'tools/call', { name: 'echo', arguments: { text: 'a' } }, { 'example.com/trace': 7 })
    expect(probe.wire.at(-1)?.params).toEqual({
      name: 'echo',
      arguments: { text: 'a' },
      _meta: { 'example.com/trace': 7 },
    })
    expect(probe.wire.at(-1)?.headers['mcp-protocol-version'] ?? '2025-11-25').toBe('2025-11-25')
    expect(probe.wire.at(-1)?.headers).not.toHaveProperty('mcp-name')
  })

  it('many callers with the same ids and progress tokens at a time: each hears its own', async () => {
    const door = await gateway.open(probe.service(kind))
    const calls = await Promise.all(
      [1, 2, 3, 4, 5].map((steps) =>
        ask(door, 'tools/call', { name: 'progress', arguments: { steps, ms: 10 } }, { progressToken: 'same' }),
      ),
    )
    calls.forEach(({ messages }, at) => {
      const answer = messages.at(-1)
      expect(answer).toMatchObject({ id: 1, result: { content: [{ text: `${at + 1} steps` }] } })
      const progress = messages.slice(0, -1)
      if (kind !== 'json') expect(progress.map(({ params }) => params?.progress)).toEqual(range(at + 1))
      for (const { params } of progress) expect(params?.progressToken).toBe('same')
    })
  })

  it('gone in the middle of a call: the service is told that it is cancelled', async () => {
    const door = await gateway.open(probe.service(kind))
    await echo(door, 'open the session')
    const gone = new AbortController()
    const { body, headers } = modernCall('tools/call', { name: 'slow', arguments: { ms: 20_000 } })
    const call = post(door, body, { headers, signal: gone.signal })
    const slow = () => probe.wire.find(({ params }) => params?.name === 'slow')
    await until(() => slow() !== undefined)
    gone.abort()
    await expect(call).rejects.toThrow()
    await until(() => probe.wire.some(({ rpc }) => rpc === 'notifications/cancelled'))
    const cancelled = probe.wire.find(({ rpc }) => rpc === 'notifications/cancelled')
    expect(cancelled?.params?.requestId).toBe(slow()?.id)
    expect((await echo(door, 'still')).message.result?.content).toEqual([{ type: 'text', text: 'still' }])
  })

  it('a tool that asks the user finds no capability and says so', async () => {
    const door = await gateway.open(probe.service(kind))
    const { message } = await ask(door, 'tools/call', { name: 'ask', arguments: {} })
    expect(JSON.stringify(message)).toContain('does not support')
  })

  it('what its era has not, or needs the session, is 404 −32601', async () => {
    const door = await gateway.open(probe.service(kind))
    for (const method of ['initialize', 'ping', 'logging/setLevel', 'subscriptions/listen', 'tasks/get', 'no/such']) {
      const { status, message } = await ask(door, method, method === 'tasks/get' ? { taskId: 'x' } : {}).catch(() => {
        throw new Error(method)
      })
      if (method === 'tasks/get') expect([400, 404]).toContain(status)
      else expect([method, status, message.error?.code]).toEqual([method, 404, -32601])
    }
  })
})

describe.each(['stateless', 'json'] as const)('a result too big to be read (%s)', (kind) => {
  it('comes whole, with the caller’s id and the fields of its era', async () => {
    const door = await gateway.open(probe.service(kind))
    const { body, headers } = modernCall('tools/call', { name: 'big', arguments: { bytes: 3_000_000 } })
    const { message } = await post(door, { ...body, id: 'mine' }, { headers })
    expect(message).toEqual({
      jsonrpc: '2.0',
      id: 'mine',
      result: { resultType: 'complete', content: [{ type: 'text', text: 'x'.repeat(3_000_000) }] },
    })
  })
})

describe('sessions with a legacy service', () => {
  it.each(['stateful', 'sse'] as const)(
    'one that it has forgotten is opened again, once, and the call carried (%s)',
    async (kind) => {
      const door = await gateway.open(probe.service(kind))
      await echo(door, 'first')
      probe.forgetSessions(kind)
      expect((await echo(door, 'second')).message.result?.content).toEqual([{ type: 'text', text: 'second' }])
      expect(probe.wire.filter(({ rpc }) => rpc === 'initialize')).toHaveLength(2)
    },
  )

  it('many first calls open one', async () => {
    const door = await gateway.open(probe.service('stateful'))
    const said = await Promise.all(range(20).map((n) => echo(door, `${n}`)))
    expect(said.map(({ message }) => message.result?.content)).toEqual(
      range(20).map((n) => [{ type: 'text', text: `${n}` }]),
    )
    expect(probe.wire.filter(({ rpc }) => rpc === 'initialize')).toHaveLength(1)
  })

  it('are never shared between tokens', async () => {
    const { id, url } = await gateway.addService(probe.service('stateful'))
    for (const { token } of [await gateway.addToken(id), await gateway.addToken(id)]) await echo({ url, token }, 'a')
    const sessions = probe.wire
      .filter(({ rpc }) => rpc === 'tools/call')
      .map(({ headers }) => headers['mcp-session-id'])
    expect(new Set(sessions).size).toBe(2)
  })

  it('that cannot be opened: the caller is told, and the next call tries again', async () => {
    let down = true
    const door = await gateway.open({
      url: `${await serve((exchange) => (down ? rpcError(exchange, 503, -32000, 'down') : result(exchange, { protocolVersion: '2025-11-25', content: [] })))}/mcp`,
    })
    const first = await echo(door, 'a')
    expect([first.status, first.message.error?.code]).toEqual([200, -32603])
    down = false
    expect((await echo(door, 'a')).message.result?.content).toEqual([])
  })
})

describe('answers of a legacy service to a modern caller', () => {
  it('−32601 is HTTP 404, −32002 becomes −32602, other errors stay', async () => {
    const door = await legacyService((exchange) =>
      rpcError(exchange, 200, Number((exchange.message as { params: { uri: string } }).params.uri), 'no', { why: 1 }),
    )
    const answers = await Promise.all(['-32601', '-32002', '-32050'].map((uri) => ask(door, 'resources/read', { uri })))
    expect(answers.map(({ status, message }) => [status, message.error])).toEqual([
      [404, { code: -32601, message: 'no', data: { why: 1 } }],
      [200, { code: -32602, message: 'no', data: { why: 1 } }],
      [200, { code: -32050, message: 'no', data: { why: 1 } }],
    ])
  })

  it('lists and reads say that they may not be kept', async () => {
    const door = await legacyService((exchange) => result(exchange, { contents: [], prompts: [] }))
    for (const [method, params] of [
      ['resources/read', { uri: 'a:b' }],
      ['prompts/list', {}],
    ] as const)
      expect((await ask(door, method, params)).message.result).toMatchObject({ ttlMs: 0, cacheScope: 'private' })
    expect((await ask(door, 'prompts/get', { name: 'x' })).message.result).not.toHaveProperty('ttlMs')
  })

  it('log messages come when the request names a level, and only then', async () => {
    const door = await gateway.open(probe.service('stateful'))
    const level = { 'io.modelcontextprotocol/logLevel': 'info' }
    const loud = await ask(door, 'tools/call', { name: 'log', arguments: {} }, level)
    expect(loud.messages.map(({ method }) => method)).toEqual([
      'notifications/message',
      'notifications/message',
      undefined,
    ])
    expect((await ask(door, 'tools/call', { name: 'log', arguments: {} })).messages).toHaveLength(1)
  })

  it('a ping of the service is answered here, anything else that it asks refused', async () => {
    const heard: unknown[] = []
    const door = await legacyService(({ response, message, rpc }) => {
      if (rpc.method === undefined) {
        heard.push(message)
        response.writeHead(202).end()
        if (heard.length < 2) return
        held?.end(`data: ${JSON.stringify({ jsonrpc: '2.0', id: heldId, result: { content: [] } })}\n\n`)
        return
      }
      held = response
      heldId = rpc.id
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const [id, method] of [
        ['p', 'ping'],
        ['r', 'roots/list'],
      ])
        response.write(`data: ${JSON.stringify({ jsonrpc: '2.0', id, method })}\n\n`)
    })
    let held: Exchange['response'] | undefined
    let heldId: unknown
    expect((await echo(door, 'a')).message.result?.content).toEqual([])
    expect(heard).toEqual(
      expect.arrayContaining([
        { jsonrpc: '2.0', id: 'p', result: {} },
        { jsonrpc: '2.0', id: 'r', error: { code: -32601, message: expect.any(String) } },
      ]),
    )
  })

  it('a service that breaks off is told in a sentence', async () => {
    const door = await legacyService(({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(': nothing\n\n')
    })
    const { status, message } = await echo(door, 'a')
    expect([status, message.error]).toEqual([
      200,
      { code: -32603, message: 'The service broke off before it answered.' },
    ])
  })

  it('tools of the token only, under their prefix', async () => {
    const door = await gateway.open(probe.service('sse'), { allowedTools: ['echo', 'slow'], toolPrefix: 'p_' })
    expect((await ask(door, 'tools/list')).message.result?.tools?.map(({ name }) => name)).toEqual(['p_echo', 'p_slow'])
    const said = await ask(door, 'tools/call', { name: 'p_echo', arguments: { text: 'x' } })
    expect(said.message.result?.content).toEqual([{ type: 'text', text: 'x' }])
    const refused = await ask(door, 'tools/call', { name: 'p_add', arguments: {} })
    expect([refused.status, refused.message.error?.code]).toEqual([200, 40301])
  })

  it('an argument that travels as a header too must say the same there', async () => {
    const door = await gateway.open(probe.service('json'))
    const { body, headers } = modernCall('tools/call', { name: 'where', arguments: { region: 'north' } })
    for (const [header, status] of [
      ['north', 200],
      ['south', 400],
      [undefined, 400],
    ] as const) {
      const said = await post(door, body, { headers: { ...headers, ...(header && { 'mcp-param-region': header }) } })
      expect([header, said.status]).toEqual([header, status])
      if (status === 400) expect(said.message.error?.code).toBe(-32020)
    }
    expect(probe.wire.filter(({ rpc }) => rpc === 'tools/call')).toHaveLength(1)
  })

  it('a lying header is refused before the service hears of it', async () => {
    const door = await gateway.open(probe.service('stateful'))
    const { body, headers } = modernCall('tools/call', { name: 'echo', arguments: { text: 'a' } })
    const said = await post(door, body, { headers: { ...headers, 'mcp-name': 'add' } })
    expect([said.status, said.message.error?.code]).toEqual([400, -32020])
    expect(probe.wire).toEqual([])
  })
})

function range(to: number): number[] {
  return Array.from({ length: to }, (_, at) => at + 1)
}
