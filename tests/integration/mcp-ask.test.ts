import { describe, expect, it } from 'vitest'
import { askAs, type LegacyClientProfile, verifyToken } from '#lib/mcp/index.ts'
import type { ServiceKey } from '#sandbox/index.ts'
import { answer } from '#sandbox/mcp/http.ts'
import { serve } from '#tests/helpers/http-server.ts'
import { startTestServers } from '#tests/helpers/mcp-servers.ts'

const DEADLINE = 1500
const GRACE = 1000
const CLIENT: LegacyClientProfile = {
  name: 'Dify',
  version: '1.14.0',
  offers: '2025-06-18',
  accepts: ['2024-11-05', '2025-03-26', '2025-06-18'],
  transportByPath: true,
}

const mcp = startTestServers(300)
const target = (name: ServiceKey | `wrong/${string}`, headers: Record<string, string> = {}) =>
  mcp.target(name, { headers, deadlineMs: DEADLINE })
const ask = (key: ServiceKey) => askAs(CLIENT, target(key))
const askWrong = (name: string, client = CLIENT) => askAs(client, target(`wrong/${name}`))

describe('asking as a legacy client', () => {
  it.each([
    ['weather', ['initialize', 'notifications/initialized', 'tools/list']],
    ['events', ['initialize', 'notifications/initialized', 'tools/list']],
    ['json', ['initialize', 'notifications/initialized', 'tools/list']],
    ['sessions', ['initialize', 'notifications/initialized', 'tools/list', 'DELETE']],
    ['clock', ['GET', 'initialize', 'notifications/initialized', 'tools/list']],
  ] as const)('%s gives its tools', async (key, requests) => {
    const report = await ask(key)
    expect(report).toMatchObject({ connected: true, code: 'connected', morePages: false })
    expect(report.tools).toHaveLength(mcp.servers.services[key].tools)
    expect(mcp.asked()).toEqual(requests)
  })

  it('offers the version of that client under its name, and never sends the version header', async () => {
    await ask('sessions')
    expect(mcp.servers.received[0]?.params).toEqual({
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'Dify', version: '1.14.0' },
    })
    expect(mcp.servers.received.map(({ protocolVersion }) => protocolVersion)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(mcp.servers.received.map(({ session }) => session)).toEqual([false, true, true, true])
  })

  it('reads one page, and tells that there are more', async () => {
    const report = await ask('price-list')
    expect(report).toMatchObject({ connected: true, morePages: true })
    expect(report.tools).toHaveLength(10)
    expect(report.message).toBe('Dify 1.14.0 gets 10 tools, those of the first page; it never asks for the others.')
  })

  it('cannot use a service that speaks only the modern era', async () => {
    expect(await ask('atlas')).toMatchObject({
      connected: false,
      code: 'modern_only',
      message: 'The service speaks only MCP 2026-07-28, which Dify 1.14.0 cannot use.',
      next: expect.stringContaining('2025-06-18'),
      tools: [],
    })
  })

  it.each([
    ['answers-2024-11-05', 'connected'],
    ['answers-2025-11-25', 'version_refused'],
    ['answers-2026-07-28', 'version_refused'],
    ['demands-version', 'service_error'],
    ['empty-event', 'connected'],
    ['no-tools', 'no_tools'],
    ['malformed-tool', 'malformed_tool'],
    ['oauth-401', 'needs_token'],
    ['basic-401', 'needs_basic'],
    ['403', 'refused'],
    ['404', 'wrong_path'],
    ['405', 'wrong_path'],
    ['html', 'web_page'],
    ['json', 'other_json'],
    ['redirect-loop', 'moved'],
    ['429', 'busy'],
    ['500', 'service_fails'],
    ['silent', 'timed_out'],
    ['half-sse', 'timed_out'],
    ['trickle', 'timed_out'],
    ['endless', 'too_big'],
    ['closing', 'connection_reset'],
  ])('%s: %s', async (name, code) => {
    const report = await askWrong(name)
    expect(report.code).toBe(code)
    expect(report.ms).toBeLessThan(DEADLINE + GRACE)
  })

  it('an older release refuses a version that a newer one accepts', async () => {
    const older = { ...CLIENT, version: '1.9.1', offers: '2025-03-26', accepts: ['2024-11-05', '2025-03-26'] }
    expect(await askWrong('future-initialize', older)).toMatchObject({ code: 'modern_only' })
    expect(await askAs(older, target('json'))).toMatchObject({ connected: true })
  })

  it('tries an event stream first where the path names no transport, then posts', async () => {
    const opened: string[] = []
    const elsewhere = await serve(async ({ request, response, body, rpc }) => {
      opened.push(rpc.method ?? request.method ?? '')
      if (request.method === 'GET')
        return response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n')
      const forwarded = await fetch(mcp.servers.services.json.url, {
        method: 'POST',
        body,
        headers: { accept: 'application/json, text/event-stream', 'content-type': 'application/json' },
      })
      answer(
        { request, response, body, path: '', message: undefined, rpc },
        forwarded.status,
        'application/json',
        await forwarded.text(),
      )
    })
    expect(await askAs(CLIENT, { ...target('json'), url: `${elsewhere}/tools` })).toMatchObject({ connected: true })
    expect(opened).toEqual(['GET', 'initialize', 'notifications/initialized', 'tools/list'])
  })
  it('does not follow an SSE service to another origin', async () => {
    const origin = await serve(({ request, response, ...rest }) =>
      request.method === 'GET'
        ? response
            .writeHead(200, { 'content-type': 'text/event-stream' })
            .write('event: endpoint\ndata: http://localhost:9/x\n\n')
        : answer({ request, response, ...rest }, 500, 'text/plain', ''),
    )
    const report = await askAs(CLIENT, {
      ...target('json', { Authorization: 'Bearer s3cret-token' }),
      url: `${origin}/sse`,
    })
    expect(report).toMatchObject({ connected: false, code: 'malformed_answer' })
    expect(report.message).toContain('another origin')
  })

  it('refuses what cannot be called', async () => {
    expect(await askAs(CLIENT, { ...target('json'), url: 'ftp://x/mcp' })).toMatchObject({
      connected: false,
      code: 'unsupported_scheme',
    })
    const denied = await askAs(CLIENT, target('json'), { deny: '127.0.0.0/8' })
    expect(denied.code).toBe('address_denied')
  })
})

describe('verifying a token', () => {
  const verify = (key: ServiceKey, headers: Record<string, string>) => verifyToken(CLIENT, target(key, headers))

  it.each(['handbook', 'ledger'] as const)('%s takes the right one and refuses callers without it', async (key) => {
    const report = await verify(key, mcp.credential(key))
    expect(report).toMatchObject({ connects: true, code: 'connected', enforced: true })
    expect(report.tools).toHaveLength(mcp.servers.services[key].tools)
    expect(report.withoutCredential?.code).toBe('needs_credential')
  })

  it('a wrong one does not connect, and is not repeated', async () => {
    const report = await verify('handbook', { Authorization: 'Bearer not-the-token' })
    expect(report).toMatchObject({ connects: false, code: 'credential_refused', enforced: true, tools: [] })
    expect(JSON.stringify(report)).not.toContain('not-the-token')
  })

  it('a service that answers without it does not enforce it', async () => {
    const report = await verify('weather', { Authorization: 'Bearer anything' })
    expect(report).toMatchObject({ connects: true, code: 'not_enforced', enforced: false, next: expect.any(String) })
  })

  it('without a credential there is one exchange', async () => {
    const open = await verify('json', {})
    expect(open).toMatchObject({ connects: true, code: 'connected', enforced: false })
    expect(open.withoutCredential).toBeUndefined()
    expect(mcp.asked()).toEqual(['initialize', 'notifications/initialized', 'tools/list'])
    expect(await verify('handbook', {})).toMatchObject({ connects: false, code: 'needs_credential' })
  })

  it('says nothing about enforcement when the service is down', async () => {
    const report = await verifyToken(CLIENT, target('wrong/500', { Authorization: 'Bearer x' }))
    expect(report.connects).toBe(false)
    expect(report.enforced).toBeUndefined()
  })
})
