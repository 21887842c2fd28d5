import { describe, expect, it } from 'vitest'
import { checkService, type McpTarget } from '#lib/mcp/index.ts'
import type { ServiceKey } from '#sandbox/index.ts'
import { startTestServers } from '#tests/helpers/mcp-servers.ts'

const DEADLINE = 1500
/** What a check may take after its deadline: taking leave of the service, and a busy machine. */
const GRACE = 1000

const mcp = startTestServers(400)
const check = (key: ServiceKey, change: Partial<McpTarget> = {}, options = {}) =>
  checkService(mcp.target(key, change), options)
const checkWrong = (name: string, change: Partial<McpTarget> = {}) =>
  checkService(mcp.target(`wrong/${name}`, { deadlineMs: DEADLINE, ...change }))

describe('what is seen, and what is said', () => {
  const rows: [name: string, code: string, message: RegExp][] = [
    [
      'oauth-401',
      'needs_token',
      /^The service wants a Bearer token from http:\S+\/authorization with the scope tools:list\.$/,
    ],
    ['basic-401', 'needs_basic', /^The service wants a user name and a password \(Basic\)\.$/],
    ['bare-401', 'needs_credential', /without saying of which kind \(401\)\.$/],
    ['403', 'refused', /^The service refuses the caller \(403\)\.$/],
    ['scope-403', 'lacks_scope', /scope tools:call\.$/],
    ['404', 'wrong_path', /answers, but nothing speaks MCP at \/wrong\/404\/mcp\.$/],
    ['405', 'wrong_path', /answers, but nothing speaks MCP at \/wrong\/405\/mcp\.$/],
    ['html', 'web_page', /^A web page or a login answers/],
    ['json', 'other_json', /^JSON answers at this address, but it is not MCP\.$/],
    ['redirect', 'moved', /^The service has moved to http:\S+\/weather\/mcp \(307\)\.$/],
    ['redirect-loop', 'moved', /^The service has moved to/],
    ['429', 'busy', /^The service is busy \(429\) and asks to wait 3 s\.$/],
    ['503', 'busy', /^The service is busy \(503\) and asks to wait 7 s\.$/],
    ['500', 'service_fails', /^The service fails with 500: «Internal Server Error»\.$/],
    ['future', 'newer_only', /^The service speaks only MCP 2027-06-01, which is not known here\.$/],
    ['answers-2026-07-28', 'unsupported_version', /answers the handshake with MCP 2026-07-28/],
    ['answers-unknown', 'unsupported_version', /answers the handshake with MCP 1999-12-31/],
    ['silent', 'timed_out', /^The service did not answer within 1\.5 s\.$/],
    ['half-sse', 'timed_out', /^The service began to answer, but did not finish within 1\.5 s\.$/],
    ['trickle', 'timed_out', /^The service began to answer, but did not finish within 1\.5 s\.$/],
    ['endless', 'too_big', /^The answers are bigger than 8 MB/],
    ['closing', 'connection_reset', /closed the connection before it had answered\.$/],
    ['endless-list', 'endless_list', /did not end after 50 pages\.$/],
    ['malformed-tool', 'malformed_tool', /^Tool no\. 2 is malformed: name: /],
    ['no-tools', 'no_tools', /its list of tools is empty\.$/],
  ]

  it.each(rows)('%s: %s', async (name, code, message) => {
    const report = await checkWrong(name)
    expect(report).toMatchObject({ status: 'abnormal', code, message: expect.stringMatching(message) })
    expect(report.next).toMatch(/^[A-Z].+\.$/)
    expect(report.ms).toBeLessThan(DEADLINE + GRACE)
  })

  it('a broken service is asked as a legacy client too before it is called failing', async () => {
    expect(await check('workshop')).toMatchObject({ code: 'service_fails' })
    expect(mcp.asked()).toEqual(['server/discover', 'initialize'])
  })

  it('a wrong token is told apart from a missing one', async () => {
    const missing = await check('handbook')
    const wrong = await check('handbook', { headers: { Authorization: 'Bearer not-the-token' } })
    expect([missing.code, wrong.code]).toEqual(['needs_credential', 'credential_refused'])
    expect(JSON.stringify(wrong)).not.toContain('not-the-token')
  })

  it('a token without the scope is told apart from no token', async () => {
    const report = await checkWrong('scope-403', { headers: { Authorization: 'Bearer weak' } })
    expect(report.message).toBe('The token lacks the scope tools:call.')
  })

  it('a chosen transport is kept, and the way out named', async () => {
    const report = await check('clock', { transport: 'streamable_http' })
    expect(report).toMatchObject({
      code: 'wrong_path',
      next: expect.stringContaining('set the transport to automatic'),
    })
    expect(mcp.asked()).not.toContain('GET')
  })

  it('what was found before the failure is kept', async () => {
    const report = await checkWrong('endless-list')
    expect(report).toMatchObject({ transport: 'streamable_http', eras: ['modern'], pages: 50 })
  })
})

describe('what cannot be called at all', () => {
  it.each([
    ['ftp://a.example/mcp', 'unsupported_scheme'],
    ['nonsense', 'invalid_url'],
    ['http://user:pass@127.0.0.1/mcp', 'credentials_in_url'],
  ])('%s: %s', async (url, code) => {
    const report = await checkService({ url, transport: 'auto', headers: {}, deadlineMs: DEADLINE })
    expect(report).toMatchObject({ status: 'abnormal', code, exchange: [] })
    expect(JSON.stringify(report)).not.toContain('user:pass')
  })

  it('a credential with a line break is refused without being repeated', async () => {
    const report = await check('weather', { headers: { Authorization: 'Bearer two\nlines' } })
    expect(report.code).toBe('invalid_header')
    expect(JSON.stringify(report)).not.toContain('lines"')
    expect(mcp.servers.received).toEqual([])
  })

  it('a denied address never gets a request', async () => {
    const report = await check('weather', {}, { deny: '127.0.0.0/8' })
    expect(report).toMatchObject({ code: 'address_denied', next: expect.stringContaining('OUTBOUND_DENY') })
    expect(mcp.servers.received).toEqual([])
  })

  it('a check that its caller breaks off says so', async () => {
    const report = await checkService(mcp.target('wrong/silent'), { signal: AbortSignal.timeout(100) })
    expect(report.code).toBe('cancelled')
    expect(report.ms).toBeLessThan(100 + GRACE)
  })
})
