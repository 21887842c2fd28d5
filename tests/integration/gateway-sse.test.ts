import http from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { legacyCall, post, type RpcSaid, startTestGateway, until } from '#tests/helpers/gateway-calls.ts'
import { serve } from '#tests/helpers/http-server.ts'
import { type ProbeKind, startMcpProbe } from '#tests/helpers/mcp-probe/index.ts'

const probe = startMcpProbe()
const gateway = startTestGateway()
const KINDS: ProbeKind[] = ['stateful', 'stateless', 'json', 'sse', 'dual', 'modern']
const HANDSHAKE = {
  protocolVersion: '2024-11-05',
  capabilities: { elicitation: {} },
  clientInfo: { name: 'old', version: '1' },
}

/** A caller of the older SSE transport, spoken by hand. */
interface SseCaller {
  endpoint: string
  messages: RpcSaid[]
  text: () => string
  closed: () => boolean
  send(message: unknown): Promise<number>
  /** The answer to a request. */
  ask(method: string, params?: Record<string, unknown>, id?: string | number): Promise<RpcSaid>
  leave(): void
}

async function connect({ sseUrl, token }: { sseUrl: string; token: string }): Promise<SseCaller> {
  const headers = { authorization: `Bearer ${token}` }
  let text = ''
  let closed = false
  const request = http.get(sseUrl, { headers: { ...headers, accept: 'text/event-stream' } })
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject)
  })
  request.on('error', () => undefined)
  onTestFinished(() => void request.destroy())
  if (response.statusCode !== 200) throw new Error(`HTTP ${response.statusCode}`)
  response.setEncoding('utf8').on('data', (chunk) => {
    text += chunk
  })
  response.once('close', () => {
    closed = true
  })
  response.on('error', () => undefined)
  await until(() => /event: endpoint\ndata: .+\n\n/.test(text))
  const endpoint = new URL(/event: endpoint\ndata: (.+)\n/.exec(text)?.[1] ?? '', sseUrl).href
  const caller: SseCaller = {
    endpoint,
    get messages() {
      return [...text.matchAll(/^event: message\ndata: (.+)$/gm)].map(([, data]) => JSON.parse(data ?? ''))
    },
    text: () => text,
    closed: () => closed,
    async send(message) {
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(message),
      })
      await answer.text()
      return answer.status
    },
    async ask(method, params, id = 1) {
      expect(await caller.send(legacyCall(method, params, id))).toBe(202)
      const answer = () => caller.messages.find((one) => one.id === id && one.method === undefined)
      await until(() => answer() !== undefined)
      return answer() ?? {}
    },
    leave: () => void request.destroy(),
  }
  return caller
}

const call = (name: string, args: Record<string, unknown> = {}, meta?: Record<string, unknown>) => ({
  name,
  arguments: args,
  ...(meta !== undefined && { _meta: meta }),
})

describe.each(KINDS)('a caller of the older SSE transport, and a service (%s)', (kind) => {
  it('handshake, the whole list in one answer, calls', async () => {
    const caller = await connect(await gateway.open(probe.service(kind)))
    const hello = await caller.ask('initialize', HANDSHAKE, 'i')
    expect(hello.result).toMatchObject({ protocolVersion: '2024-11-05', instructions: 'a probe' })
    expect(await caller.send({ jsonrpc: '2.0', method: 'notifications/initialized' })).toBe(202)
    expect((await caller.ask('tools/list', {}, 'l')).result?.tools).toHaveLength(25)
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((text) => caller.ask('tools/call', call('echo', { text }), text)),
    )
    expect(answers.map(({ result }) => result?.content)).toEqual(
      ['a', 'b', 'c'].map((text) => [{ type: 'text', text }]),
    )
  })

  it('progress under the caller’s own token', async () => {
    const caller = await connect(await gateway.open(probe.service(kind)))
    await caller.ask('initialize', HANDSHAKE, 'i')
    await caller.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
    const params = call('progress', { steps: 3, ms: 10 }, { progressToken: 'mine' })
    expect((await caller.ask('tools/call', params, 'p')).result?.content).toEqual([{ type: 'text', text: '3 steps' }])
    const heard = caller.messages.filter(({ method }) => method === 'notifications/progress')
    if (kind !== 'json')
      expect(heard.map(({ params }) => [params?.progressToken, params?.progress])).toEqual(
        [1, 2, 3].map((n) => ['mine', n]),
      )
  })

  it('the tools of its token only, under their prefix', async () => {
    const caller = await connect(await gateway.open(probe.service(kind), { allowedTools: ['echo'], toolPrefix: 'p_' }))
    await caller.ask('initialize', HANDSHAKE, 'i')
    await caller.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
    expect((await caller.ask('tools/list', {}, 'l')).result?.tools?.map(({ name }) => name)).toEqual(['p_echo'])
    expect((await caller.ask('tools/call', call('p_echo', { text: 'x' }), 'c')).result?.content).toEqual([
      { type: 'text', text: 'x' },
    ])
    expect((await caller.ask('tools/call', call('p_add'), 'n')).error?.code).toBe(40301)
  })

  it('gone: what it had under way ends at the service', async () => {
    const caller = await connect(await gateway.open(probe.service(kind)))
    await caller.ask('initialize', HANDSHAKE, 'i')
    await caller.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
    await caller.send(legacyCall('tools/call', call('slow', { ms: 20_000 }), 's'))
    const slow = () => probe.wire.find(({ params }) => params?.name === 'slow')
    await until(() => slow() !== undefined)
    caller.leave()
    if (kind === 'sse') await until(() => probe.wire.find(({ http }) => http === 'GET')?.cut === true)
    else await until(() => slow()?.cut === true)
    if (kind === 'stateful') await until(() => probe.wire.some(({ http }) => http === 'DELETE'))
    expect(await caller.send(legacyCall('ping'))).toBe(404)
  })
})

describe('the older SSE transport at the door', () => {
  it.each(['stateful', 'sse'] as const)(
    'what the service asks reaches the caller, and its answer the service (%s)',
    async (kind) => {
      const caller = await connect(await gateway.open(probe.service(kind)))
      await caller.ask('initialize', HANDSHAKE, 'i')
      await caller.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
      await caller.send(legacyCall('tools/call', call('ask'), 'q'))
      const question = () => caller.messages.find(({ method }) => method === 'elicitation/create')
      await until(() => question() !== undefined)
      await caller.send({ jsonrpc: '2.0', id: question()?.id, result: { action: 'accept', content: { name: 'Ada' } } })
      await until(() => caller.messages.some(({ id }) => id === 'q'))
      expect(caller.messages.find(({ id }) => id === 'q')?.result?.content).toEqual([
        { type: 'text', text: 'accept: Ada' },
      ])
    },
  )

  it.each(['stateful', 'sse'] as const)('changes of the list are told (%s)', async (kind) => {
    const caller = await connect(await gateway.open(probe.service(kind)))
    await caller.ask('initialize', HANDSHAKE, 'i')
    await caller.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
    if (kind === 'stateful') await until(() => probe.wire.some(({ http }) => http === 'GET'))
    await caller.ask('tools/call', call('grow'), 'g')
    await until(() => caller.messages.some(({ method }) => method === 'notifications/tools/list_changed'))
  })

  it('a cancelled call ends at a modern service too', async () => {
    const caller = await connect(await gateway.open(probe.service('modern')))
    await caller.send(legacyCall('tools/call', call('slow', { ms: 20_000 }), 's'))
    const slow = () => probe.wire.find(({ params }) => params?.name === 'slow')
    await until(() => slow() !== undefined)
    await caller.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 's' } })
    await until(() => slow()?.cut === true)
    expect((await caller.ask('ping', undefined, 'p')).result).toEqual({})
  })

  it('a big result of a modern service comes whole', async () => {
    const caller = await connect(await gateway.open(probe.service('modern')))
    await caller.send(legacyCall('tools/call', call('big', { bytes: 1_000_000 }), 'b'))
    await until(() => caller.messages.some(({ id }) => id === 'b'))
    expect(caller.messages.find(({ id }) => id === 'b')?.result).toEqual({
      content: [{ type: 'text', text: 'x'.repeat(1_000_000) }],
      _meta: expect.anything(),
    })
  })

  it('the token in the path stays in the address for messages', async () => {
    const { sseUrl, token } = await gateway.open(probe.service('sse'))
    const caller = await connect({ sseUrl: sseUrl.replace(/\/sse$/, `/${token}/sse`), token: 'ignored' })
    expect(new URL(caller.endpoint).pathname).toBe(new URL(sseUrl).pathname.replace(/\/sse$/, `/${token}/messages`))
    expect((await caller.ask('initialize', HANDSHAKE)).result).toHaveProperty('serverInfo')
  })

  it('a stream answers to its own token only; one that is not here is 404', async () => {
    const { id, sseUrl } = await gateway.addService(probe.service('modern'))
    const [mine, other] = [await gateway.addToken(id), await gateway.addToken(id)]
    const caller = await connect({ sseUrl, token: mine.token })
    const strange = await post({ url: caller.endpoint, token: other.token }, legacyCall('ping'))
    const gone = await post(
      { url: caller.endpoint.replace(/sessionId=.*/, 'sessionId=gone'), token: mine.token },
      legacyCall('ping'),
    )
    const none = await post({ url: caller.endpoint.replace(/\?.*/, ''), token: mine.token }, legacyCall('ping'))
    for (const said of [strange, gone, none]) {
      expect([said.status, said.message.error?.code]).toEqual([404, 40401])
      expect(said.message.error?.message).toBe(strange.message.error?.message)
    }
    expect((await caller.ask('ping')).result).toEqual({})
  })

  it('what is no message is refused, and the stream goes on', async () => {
    const caller = await connect(await gateway.open(probe.service('modern')))
    expect(await caller.send({ hello: 'world' })).toBe(400)
    expect(await caller.send([])).toBe(400)
    expect((await caller.ask('ping')).result).toEqual({})
  })

  it('a session that the service has forgotten: told, and the stream ended so that the caller begins anew', async () => {
    const caller = await connect(await gateway.open(probe.service('stateful')))
    await caller.ask('initialize', HANDSHAKE, 'i')
    probe.forgetSessions('stateful')
    const answer = await caller.ask('tools/call', call('echo', { text: 'a' }), 'a')
    expect(answer.error).toEqual({ code: -32603, message: 'The service has ended the session.' })
    await until(() => caller.closed())
  })

  it('a service that cannot be reached by SSE: 502 before a stream is begun', async () => {
    const url = `${await serve(({ response }) => response.writeHead(500).end('boom'))}/sse`
    const door = await gateway.open({ url, transport: 'sse' })
    await expect(connect(door)).rejects.toThrow('HTTP 502')
  })

  it('a service whose stream names another origin is not followed', async () => {
    const url = `${await serve(({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('event: endpoint\ndata: http://127.0.0.2:9/messages\n\n')
    })}/sse`
    const door = await gateway.open({ url, transport: 'sse' })
    await expect(connect(door)).rejects.toThrow('HTTP 502')
    const said = await post(door, legacyCall('tools/list'))
    expect(said.message.error).toEqual({ code: -32603, message: 'The service names an address of another origin.' })
  })
})

describe('a legacy caller of Streamable HTTP, and a service of the older SSE transport', () => {
  it('is given the service’s handshake without a session, and the whole list', async () => {
    const door = await gateway.open(probe.service('sse'))
    const hello = await post(door, legacyCall('initialize', HANDSHAKE, 'h'))
    expect(hello.headers.get('mcp-session-id')).toBeNull()
    expect(hello.message).toMatchObject({
      id: 'h',
      result: { protocolVersion: '2024-11-05', capabilities: { tools: {} }, serverInfo: { name: 'probe-legacy' } },
    })
    expect((await post(door, { jsonrpc: '2.0', method: 'notifications/initialized' })).status).toBe(202)
    expect((await post(door, legacyCall('tools/list'))).message.result?.tools).toHaveLength(25)
    expect((await post(door, legacyCall('ping'))).message.result).toEqual({})
    expect((await fetch(door.url, { headers: { authorization: `Bearer ${door.token}` } })).status).toBe(405)
    expect(probe.wire.filter(({ rpc }) => rpc === 'initialize')).toHaveLength(1)
  })

  it('gets progress, tool errors and errors as they are', async () => {
    const door = await gateway.open(probe.service('sse'))
    const params = call('progress', { steps: 2, ms: 5 }, { progressToken: 0 })
    const { type, messages } = await post(door, legacyCall('tools/call', params, 'x'))
    expect(type).toBe('text/event-stream')
    expect(messages.map(({ params, id }) => params?.progressToken ?? id)).toEqual([0, 0, 'x'])
    expect((await post(door, legacyCall('tools/call', call('fail')))).message.result?.isError).toBe(true)
    const crash = await post(door, legacyCall('tools/call', call('crash'), 'c'))
    expect([crash.status, crash.message]).toMatchObject([
      200,
      { id: 'c', error: { code: -32603, message: expect.stringContaining('crashed on purpose') } },
    ])
  })

  it('is told when the service stays silent, and the service that the call is over', async () => {
    const door = await gateway.open({ ...probe.service('sse'), sseReadTimeoutSeconds: 1 })
    await post(door, legacyCall('tools/call', call('echo', { text: 'open the session' })))
    const { message } = await post(door, legacyCall('tools/call', call('slow', { ms: 20_000 }), 's'))
    expect(message).toMatchObject({ id: 's', error: { code: -32603, message: 'The service did not answer in time.' } })
    await until(() => probe.wire.some(({ rpc }) => rpc === 'notifications/cancelled'))
    const steady = call('progress', { steps: 5, ms: 400 }, { progressToken: 1 })
    expect((await post(door, legacyCall('tools/call', steady))).message.result?.content).toEqual([
      { type: 'text', text: '5 steps' },
    ])
  })

  it('a stream that the service ends: what was under way fails, the next call opens another', async () => {
    const streams: http.ServerResponse[] = []
    const url = `${await serve(({ request, response, rpc }) => {
      if (request.method === 'GET') {
        streams.push(response)
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write('event: endpoint\ndata: /messages\n\n')
        return
      }
      response.writeHead(202).end()
      const { method, id } = rpc
      const result = { protocolVersion: '2024-11-05', capabilities: {}, serverInfo: { name: 'x', version: '1' } }
      if (method === 'tools/call' && streams.length === 1) streams[0]?.end()
      else if (id !== null) streams.at(-1)?.write(`data: ${JSON.stringify({ jsonrpc: '2.0', id, result })}\n\n`)
    })}/sse`
    const door = await gateway.open({ url, transport: 'sse' })
    const first = await post(door, legacyCall('tools/call', call('any')))
    expect(first.message.error).toEqual({ code: -32603, message: 'The service has ended its stream.' })
    const second = await post(door, legacyCall('tools/call', call('any')))
    expect(second.message.result).toHaveProperty('serverInfo')
    expect(streams).toHaveLength(2)
  })

  it('sees and calls the tools of its token only', async () => {
    const door = await gateway.open(probe.service('sse'), { allowedTools: ['echo'] })
    expect((await post(door, legacyCall('tools/list'))).message.result?.tools).toHaveLength(1)
    expect((await post(door, legacyCall('tools/call', call('add')))).message.error?.code).toBe(40301)
  })
})
