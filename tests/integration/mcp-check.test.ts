import { describe, expect, it } from 'vitest'
import { checkService, type McpTarget } from '#lib/mcp/index.ts'
import type { ServiceKey } from '#sandbox/index.ts'
import { startTestServers } from '#tests/helpers/mcp-servers.ts'

const mcp = startTestServers(400)
const check = (key: ServiceKey, change: Partial<McpTarget> = {}, options = {}) =>
  checkService(mcp.target(key, change), options)

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
    expect(report.tools).toHaveLength(mcp.servers.services.weather.tools)
    expect(report.legacyFirstPageTools).toBe(report.tools.length)
    expect(mcp.asked()).toEqual([
      'server/discover',
      'tools/list',
      'initialize',
      'notifications/initialized',
      'tools/list',
    ])
  })

  it('speaks only the modern era: normal, and not served to legacy clients', async () => {
    const report = await check('atlas')
    expect(report).toMatchObject({ status: 'normal', eras: ['modern'], protocolVersion: '2026-07-28' })
    expect(report.legacyFirstPageTools).toBeUndefined()
    expect(mcp.asked()).toEqual(['server/discover', 'tools/list', 'initialize'])
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
      expect(mcp.asked()).toEqual(requests)
    },
  )

  it('speaks SSE: found by its path', async () => {
    expect(await check('clock')).toMatchObject({ status: 'normal', transport: 'sse', eras: ['legacy'] })
    expect(mcp.asked()).toEqual(['GET', 'initialize', 'notifications/initialized', 'tools/list'])
  })

  it('gets its credential with every request: a token, an API key', async () => {
    const token = await check('handbook', { headers: mcp.credential('handbook') })
    const key = await check('ledger', { headers: mcp.credential('ledger') })
    expect([token.status, key.status]).toEqual(['normal', 'normal'])
    expect(new Set(mcp.servers.received.map(({ credential }) => credential))).toEqual(new Set(['right']))
  })

  it('is slow, but within the deadline', async () => {
    const report = await check('archive')
    expect(report.status).toBe('normal')
    expect(report.ms).toBeGreaterThan(1200)
  })

  it('begins its event streams with an empty event', async () => {
    expect(await checkService(mcp.target('wrong/empty-event'))).toMatchObject({ status: 'normal', eras: ['legacy'] })
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
