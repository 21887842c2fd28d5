import { describe, expect, it } from 'vitest'
import { type CheckReport, checkService, type EraMemory, type McpTarget } from '#lib/mcp/index.ts'
import type { ServiceKey } from '#sandbox/index.ts'
import { startTestServers } from '#tests/helpers/mcp-servers.ts'

const mcp = startTestServers(400)
const check = (key: ServiceKey, change: Partial<McpTarget> = {}, options = {}) =>
  checkService(mcp.target(key, change), options)

describe('what the last check remembered', () => {
  const remembered = (report: CheckReport): EraMemory => {
    if (report.memory === undefined) throw new Error('nothing remembered')
    return report.memory
  }

  it('lets the next one ask a modern service for its tools only', async () => {
    const first = await check('weather')
    mcp.servers.clearReceived()
    const second = await check('weather', {}, { memory: first.memory })
    expect(mcp.asked()).toEqual(['tools/list'])
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
    mcp.servers.clearReceived()
    await check('sessions', {}, { memory: legacy.memory })
    expect(mcp.asked()[0]).toBe('initialize')
    mcp.servers.clearReceived()
    await check('clock', {}, { memory: sse.memory })
    expect(mcp.asked()[0]).toBe('GET')
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
    mcp.servers.clearReceived()
    const report = await check('json', {}, { memory })
    expect(mcp.asked()[0]).toBe('server/discover')
    expect(remembered(report).at).toBeGreaterThan(memory.at)
  })

  it('belongs to the credential', async () => {
    const memory = remembered(await check('json'))
    mcp.servers.clearReceived()
    await check('json', { headers: { Authorization: 'Bearer other' } }, { memory })
    expect(mcp.asked()[0]).toBe('server/discover')
  })

  it('is kept, not renewed, while the service is down', async () => {
    const memory = remembered(await check('json'))
    mcp.servers.setDown('json', true)
    const report = await check('json', {}, { memory }).finally(() => mcp.servers.setDown('json', false))
    expect(report).toMatchObject({ code: 'busy', memory })
  })

  it('is neither used nor made when that is not wanted', async () => {
    const memory = remembered(await check('json'))
    mcp.servers.clearReceived()
    expect((await check('json', {}, { memory, remember: false })).memory).toBeUndefined()
    expect(mcp.asked()[0]).toBe('server/discover')
  })
})
