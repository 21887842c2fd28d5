import { describe, expect, it } from 'vitest'
import '#tests/helpers/environment.ts'
import { checkService } from '#lib/mcp/index.ts'
import { answer, type Exchange, result, rpcError } from '#sandbox/mcp/http.ts'
import { overSse, withoutSessions } from '#sandbox/mcp/serve/legacy.ts'
import { WEATHER } from '#sandbox/mcp/tools/weather.ts'
import { serve } from '#tests/helpers/http-server.ts'

const COMPLETE = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' }
const TOOL = { name: 'one', inputSchema: { type: 'object' } }

async function checkServer(handle: (exchange: Exchange) => unknown, headers: Record<string, string> = {}) {
  const url = `${await serve(handle)}/service/mcp`
  return checkService({ url, transport: 'auto', headers, deadlineMs: 3000 })
}

/** A modern server that answers `server/discover` rightly and every list as told. */
const modernListing = (list: (exchange: Exchange) => void) => (exchange: Exchange) => {
  const discover = { ...COMPLETE, supportedVersions: ['2026-07-28'], capabilities: { tools: {} } }
  if (exchange.rpc.method === 'server/discover') return result(exchange, discover)
  if (exchange.rpc.method === 'tools/list') return list(exchange)
  rpcError(exchange, 404, -32601, 'Method not found')
}

describe('statuses', () => {
  it.each([
    [502, {}, 'service_fails', 'A proxy before the service answers 502: the service behind it does not answer.'],
    [504, {}, 'service_fails', 'A proxy before the service answers 504: the service behind it does not answer.'],
    [501, {}, 'service_fails', 'The service fails with 501: «text».'],
    [408, {}, 'busy', 'The service is busy (408).'],
    [
      503,
      { 'retry-after': 'Wed, 25 Nov 2026 10:00:00 GMT' },
      'busy',
      'The service is busy (503) and asks to wait until 2026-11-25 10:00:00 UTC.',
    ],
    [429, { 'retry-after': 'soon' }, 'busy', 'The service is busy (429).'],
    [400, {}, 'not_mcp', 'What answers at this address is not an MCP service: it answers POST initialize with 400.'],
    [302, {}, 'moved', 'The service sends callers elsewhere (302), without saying where.'],
  ])('%i %j: %s', async (status, headers, code, message) => {
    const report = await checkServer((exchange) => answer(exchange, status, 'text/plain', 'text', headers))
    expect(report).toMatchObject({ status: 'abnormal', code, message, next: expect.any(String) })
  })

  it('a redirect to a login loses its query, which may hold a secret', async () => {
    const location = 'https://login.example/in?return=x&key=s3cret'
    const report = await checkServer((exchange) => answer(exchange, 302, 'text/plain', '', { location }))
    expect(report.message).toBe('The service has moved to https://login.example/in (302).')
  })

  it('a refusal whose text never ends is told by its status', async () => {
    const report = await checkServer(({ response }) => response.writeHead(403).write('no'))
    expect(report.code).toBe('refused')
  })

  it('a service that fails only at the question for its era is normal', async () => {
    const legacy = withoutSessions({ name: 'weather', tools: WEATHER }, 'json')
    const report = await checkServer((exchange) =>
      exchange.rpc.method === 'server/discover' ? answer(exchange, 500, 'text/plain', 'what?') : legacy(exchange),
    )
    expect(report).toMatchObject({ status: 'normal', eras: ['legacy'] })
  })
})

describe('answers', () => {
  it('an SSE service is found by its answers when its path says nothing', async () => {
    const sse = overSse({ name: 'weather', tools: WEATHER }, '/service/mcp')
    const report = await checkServer(sse)
    expect(report).toMatchObject({ status: 'normal', transport: 'sse' })
    expect(report.exchange.map(({ what }) => what).slice(0, 3)).toEqual([
      'POST server/discover',
      'POST initialize',
      'GET event stream',
    ])
  })

  it('a web page that refuses posts is told by what it shows to a browser', async () => {
    const report = await checkServer((exchange) =>
      exchange.request.method === 'GET'
        ? answer(exchange, 200, 'text/html', '<h1>Hello</h1>')
        : answer(exchange, 405, 'text/plain', 'no'),
    )
    expect(report.code).toBe('web_page')
  })

  it('an event stream that is no service’s does not hide why the posts were refused', async () => {
    const report = await checkServer((exchange) => {
      if (exchange.request.method === 'POST') return rpcError(exchange, 400, -32000, 'tenant missing')
      exchange.response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n')
    })
    const message = 'The service answers initialize with error −32000: «tenant missing».'
    expect(report).toMatchObject({ code: 'service_error', message })
  })

  it.each([
    ['text/plain', 'hello', 'not_mcp'],
    ['application/json', '{"jsonrpc":"2.0",', 'malformed_answer'],
    ['application/json', '[]', 'other_json'],
    ['text/event-stream', 'data: {"jsonrpc":"2.0","method":"notifications/message"}\n\n', 'malformed_answer'],
    ['application/xhtml+xml', '<p/>', 'web_page'],
  ])('200 with %s %s: %s', async (type, text, code) => {
    const report = await checkServer((exchange) => answer(exchange, 200, type, text))
    expect(report.code).toBe(code)
    expect(report.ms).toBeLessThan(2500)
  })

  it.each([
    [-32020, 'headers_changed'],
    [-32021, 'needs_capability'],
    [-32603, 'service_error'],
  ])('a modern list refused with %i: %s', async (rpc, code) => {
    const report = await checkServer(modernListing((exchange) => rpcError(exchange, 400, rpc, 'refused')))
    expect(report).toMatchObject({ code, eras: ['modern'], next: expect.any(String) })
  })

  it('an old server that answers every unknown method with 200, and lists without being asked who asks, is legacy', async () => {
    const report = await checkServer((exchange) => {
      if (exchange.rpc.id === null) return answer(exchange, 202, 'text/plain', '')
      if (exchange.rpc.method === 'tools/list') return result(exchange, { tools: [TOOL] })
      if (exchange.rpc.method !== 'initialize') return rpcError(exchange, 200, -32601, 'Method not found')
      const serverInfo = { name: 'old\u0007\n'.padEnd(500, 'x'), version: '1' }
      result(exchange, { protocolVersion: '2024-11-05', capabilities: {}, serverInfo })
    })
    expect(report).toMatchObject({ status: 'normal', eras: ['legacy'], protocolVersion: '2024-11-05' })
    expect(report.serverName).toMatch(/^old x{195}…$/)
  })

  it('no method for tools: no tools', async () => {
    const report = await checkServer(modernListing((exchange) => rpcError(exchange, 404, -32601, 'Method not found')))
    expect(report.code).toBe('no_tools')
  })

  it('an error that repeats the credential is shown without it', async () => {
    const report = await checkServer(
      modernListing((exchange) => rpcError(exchange, 200, -32000, `bad ${exchange.request.headers.authorization}`)),
      { Authorization: 'Bearer s3cret-value' },
    )
    expect(report.message).toBe('The service answers tools/list with error −32000: «bad [removed]».')
    expect(JSON.stringify(report)).not.toContain('s3cret')
  })

  it('a modern list without the type of its result is malformed', async () => {
    const report = await checkServer(modernListing((exchange) => result(exchange, { tools: [TOOL] })))
    expect(report).toMatchObject({ code: 'malformed_answer', message: expect.stringContaining('resultType') })
  })

  it('a malformed tool is counted over all pages', async () => {
    const report = await checkServer(
      modernListing((exchange) => {
        const second = exchange.body.includes('"cursor"')
        const tools = second ? [{ name: 'two', inputSchema: { type: 'string' } }] : [TOOL]
        result(exchange, { ...COMPLETE, tools, ...(!second && { nextCursor: 'more' }) })
      }),
    )
    expect(report.message).toMatch(/^Tool no\. 2 is malformed: inputSchema\.type: /)
  })

  it('a list that leads back to a page is endless', async () => {
    const report = await checkServer(
      modernListing((exchange) => result(exchange, { ...COMPLETE, tools: [TOOL], nextCursor: 'same' })),
    )
    expect(report).toMatchObject({ code: 'endless_list', message: expect.stringContaining('leads back') })
  })

  it('a list that breaks off in the middle ends at once', async () => {
    const report = await checkServer(
      modernListing(({ response }) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: {"jsonrpc"')
        setTimeout(() => response.destroy(), 50)
      }),
    )
    expect(report.code).toBe('connection_reset')
    expect(report.ms).toBeLessThan(1500)
  })

  it('tools that no database would take are made storable', async () => {
    const report = await checkServer(
      modernListing((exchange) =>
        result(exchange, { ...COMPLETE, tools: [{ ...TOOL, description: 'a\0b', title: 'A title' }] }),
      ),
    )
    expect(report.tools).toEqual([{ ...TOOL, description: 'a\uFFFDb', title: 'A title' }])
  })

  it('a dual service whose legacy side is only busy is not called modern only for good', async () => {
    const report = await checkServer((exchange) =>
      exchange.rpc.method === 'initialize'
        ? answer(exchange, 503, 'text/plain', 'later')
        : modernListing((listing) => result(listing, { ...COMPLETE, tools: [TOOL] }))(exchange),
    )
    expect(report).toMatchObject({ status: 'normal', eras: ['modern'] })
    expect(report.memory?.legacy).toBeUndefined()
  })

  it('a legacy side that never answers does not undo the verdict', async () => {
    const report = await checkServer((exchange) =>
      exchange.rpc.method === 'initialize'
        ? undefined
        : modernListing((listing) => result(listing, { ...COMPLETE, tools: [TOOL] }))(exchange),
    )
    expect(report).toMatchObject({ status: 'normal', eras: ['modern'] })
    expect(report.ms).toBeLessThan(4000)
  })
})
