import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import '#tests/helpers/environment.ts'
import { type CheckReport, checkService, type EraMemory, type McpTarget } from '#lib/mcp/index.ts'
import { type McpServers, type ServiceKey, startMcpServers } from '#sandbox/index.ts'

const DEADLINE = 1500
/** What a check may take after its deadline: taking leave of the service, and a busy machine. */
const GRACE = 1000

let servers: McpServers
beforeAll(async () => {
  servers = await startMcpServers({ slowMs: 400 })
})
afterAll(() => servers.close())
beforeEach(() => servers.clearReceived())

function target(url: string, change: Partial<McpTarget> = {}): McpTarget {
  return { url, transport: 'auto', headers: {}, deadlineMs: 5000, ...change }
}
const check = (key: ServiceKey, change: Partial<McpTarget> = {}, options = {}) =>
  checkService(target(servers.services[key].url, change), options)
const checkWrong = (name: string, change: Partial<McpTarget> = {}) =>
  checkService(target(servers.wrong[name] ?? '', { deadlineMs: DEADLINE, ...change }))
function credential(key: ServiceKey): Record<string, string> {
  const wanted = servers.services[key].credential
  if (wanted === undefined) throw new Error(`${key} wants no credential`)
  return { [wanted.header]: wanted.value }
}
const asked = () => servers.received.map(({ method, rpc }) => (rpc === undefined ? method : rpc))

describe('a service that is normal', () => {
  it('serves both eras: read as a modern one, and asked once as a legacy client asks', async () => {
    const report = await check('weather')
    expect(report).toMatchObject({
      status: 'normal',
      code: 'normal',
      transport: 'streamable_http',
      eras: ['legacy', 'modern'],
      protocolVersion: '2026-07-28',
      serverName: 'weather',
      pages: 1,
    })
    expect(report.next).toBeUndefined()
    expect(report.tools).toHaveLength(servers.services.weather.tools)
    expect(report.legacyFirstPageTools).toBe(report.tools.length)
    expect(asked()).toEqual(['server/discover', 'tools/list', 'initialize', 'notifications/initialized', 'tools/list'])
  })

  it('speaks only the modern era: normal, and not served to legacy clients', async () => {
    const report = await check('atlas')
    expect(report).toMatchObject({ status: 'normal', eras: ['modern'], protocolVersion: '2026-07-28' })
    expect(report.legacyFirstPageTools).toBeUndefined()
    expect(asked()).toEqual(['server/discover', 'tools/list', 'initialize'])
  })

  it('pages its list: every page is read, and the first one counted', async () => {
    const report = await check('price-list')
    expect(report).toMatchObject({ status: 'normal', pages: 6, legacyFirstPageTools: 10 })
    expect(new Set(report.tools.map(({ name }) => name)).size).toBe(60)
    expect(report.message).toBe('The service answers with 60 tools on 6 pages.')
  })

  it.each([
    ['sessions', ['server/discover', 'initialize', 'notifications/initialized', 'tools/list', 'DELETE']],
    ['events', ['server/discover', 'initialize', 'notifications/initialized', 'tools/list']],
    ['json', ['server/discover', 'initialize', 'notifications/initialized', 'tools/list']],
  ] as const)(
    'speaks only the legacy era (%s): no stream is opened beside, and no session left',
    async (key, requests) => {
      const report = await check(key)
      expect(report).toMatchObject({ status: 'normal', eras: ['legacy'], transport: 'streamable_http' })
      expect(report.legacyFirstPageTools).toBe(report.tools.length)
      expect(asked()).toEqual(requests)
    },
  )

  it('speaks SSE: found by its path', async () => {
    expect(await check('clock')).toMatchObject({ status: 'normal', transport: 'sse', eras: ['legacy'] })
    expect(asked()).toEqual(['GET', 'initialize', 'notifications/initialized', 'tools/list'])
  })

  it('gets its credential with every request: a token, an API key', async () => {
    const token = await check('handbook', { headers: credential('handbook') })
    const key = await check('ledger', { headers: credential('ledger') })
    expect([token.status, key.status]).toEqual(['normal', 'normal'])
    expect(new Set(servers.received.map(({ credential }) => credential))).toEqual(new Set(['right']))
  })

  it('is slow, but within the deadline', async () => {
    const report = await check('archive')
    expect(report.status).toBe('normal')
    expect(report.ms).toBeGreaterThan(1200)
  })

  it('begins its event streams with an empty event', async () => {
    expect(await checkWrong('empty-event')).toMatchObject({ status: 'normal', eras: ['legacy'] })
  })

  it('shows each exchange with its answer and time', async () => {
    const { exchange } = await check('json')
    expect(exchange[0]).toEqual({
      what: 'POST server/discover',
      answer: expect.stringMatching(/^400, error −/),
      ms: expect.any(Number),
    })
    expect(exchange.map(({ what }) => what)).toContain('POST tools/list')
  })
})

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
    expect(asked()).toEqual(['server/discover', 'initialize'])
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
    expect(asked()).not.toContain('GET')
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
    const report = await checkService(target(url))
    expect(report).toMatchObject({ status: 'abnormal', code, exchange: [] })
    expect(JSON.stringify(report)).not.toContain('user:pass')
  })

  it('a credential with a line break is refused without being repeated', async () => {
    const report = await check('weather', { headers: { Authorization: 'Bearer two\nlines' } })
    expect(report.code).toBe('invalid_header')
    expect(JSON.stringify(report)).not.toContain('lines"')
    expect(servers.received).toEqual([])
  })

  it('a denied address never gets a request', async () => {
    const report = await check('weather', {}, { deny: '127.0.0.0/8' })
    expect(report).toMatchObject({ code: 'address_denied', next: expect.stringContaining('OUTBOUND_DENY') })
    expect(servers.received).toEqual([])
  })

  it('a check that its caller breaks off says so', async () => {
    const report = await checkService(target(servers.wrong.silent ?? ''), { signal: AbortSignal.timeout(100) })
    expect(report.code).toBe('cancelled')
    expect(report.ms).toBeLessThan(100 + GRACE)
  })
})

describe('what the last check remembered', () => {
  const remembered = (report: CheckReport): EraMemory => {
    if (report.memory === undefined) throw new Error('nothing remembered')
    return report.memory
  }

  it('lets the next one ask a modern service for its tools only', async () => {
    const first = await check('weather')
    servers.clearReceived()
    const second = await check('weather', {}, { memory: first.memory })
    expect(asked()).toEqual(['tools/list'])
    const { eras, legacyFirstPageTools, serverName, tools } = first
    expect(second).toMatchObject({ status: 'normal', eras, legacyFirstPageTools, serverName, tools })
    expect(second.memory).toEqual(first.memory)
  })

  it('survives being stored as JSON', async () => {
    const memory = JSON.parse(JSON.stringify((await check('atlas')).memory))
    expect((await check('atlas', {}, { memory })).status).toBe('normal')
  })

  it('spares a legacy service the question for its era, and an SSE one the failing posts', async () => {
    const legacy = await check('sessions')
    const sse = await check('clock')
    servers.clearReceived()
    await check('sessions', {}, { memory: legacy.memory })
    expect(asked()[0]).toBe('initialize')
    servers.clearReceived()
    await check('clock', {}, { memory: sse.memory })
    expect(asked()[0]).toBe('GET')
  })

  it('is given up at once when a service has become legacy', async () => {
    const modern = remembered(await check('atlas'))
    const memory = { ...modern, of: remembered(await check('json')).of }
    expect(await check('json', {}, { memory })).toMatchObject({
      status: 'normal',
      eras: ['legacy'],
      memory: { era: 'legacy' },
    })
  })

  it('is given up at once when a service has become modern only', async () => {
    const atlas = remembered(await check('atlas'))
    const memory: EraMemory = { of: atlas.of, era: 'legacy', transport: 'streamable_http', at: Date.now() }
    expect(await check('atlas', {}, { memory })).toMatchObject({
      status: 'normal',
      eras: ['modern'],
      memory: { era: 'modern' },
    })
  })

  it('is asked again after a day', async () => {
    const memory = { ...remembered(await check('json')), at: Date.now() - 25 * 60 * 60 * 1000 }
    servers.clearReceived()
    const report = await check('json', {}, { memory })
    expect(asked()[0]).toBe('server/discover')
    expect(remembered(report).at).toBeGreaterThan(memory.at)
  })

  it('belongs to the credential', async () => {
    const memory = remembered(await check('json'))
    servers.clearReceived()
    await check('json', { headers: { Authorization: 'Bearer other' } }, { memory })
    expect(asked()[0]).toBe('server/discover')
  })

  it('is kept, not renewed, while the service is down', async () => {
    const memory = remembered(await check('json'))
    servers.setDown('json', true)
    const report = await check('json', {}, { memory }).finally(() => servers.setDown('json', false))
    expect(report).toMatchObject({ code: 'busy', memory })
  })

  it('is neither used nor made when that is not wanted', async () => {
    const memory = remembered(await check('json'))
    servers.clearReceived()
    expect((await check('json', {}, { memory, remember: false })).memory).toBeUndefined()
    expect(asked()[0]).toBe('server/discover')
  })
})
