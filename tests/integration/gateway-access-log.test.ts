import { count, countDistinct, eq, max, sum } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { openDatabase } from '#db/client.ts'
import { gatewayCalls, gatewayTokens, services } from '#db/schema/index.ts'
import { createAccessLog } from '#lib/gateway/access-log.ts'
import { deadPort } from '#tests/contract/probe.ts'
import { describeDatabases } from '../helpers/database.ts'

const LINE = {
  at: Date.now(),
  tokenId: '00000000-0000-4000-8000-000000000000',
  serviceId: '00000000-0000-4000-8000-000000000001',
  namespaceId: null,
  method: 'ping',
  tool: null,
  callerEra: 'legacy',
  serviceEra: 'legacy',
  verdict: 'ok',
  code: null,
  bytesIn: 1,
  bytesOut: 1,
  ms: 1,
} as const

it('drops and counts lines rather than hold a call or fill the memory, when the database is not there', async () => {
  const connection = await openDatabase({ url: `postgres://nobody@127.0.0.1:${await deadPort()}/nothing` })
  const accessLog = createAccessLog(connection.db)
  const began = performance.now()
  for (let added = 0; added < 20_500; added++) accessLog.add({ ...LINE })
  expect(performance.now() - began).toBeLessThan(1000)
  expect(accessLog.stats()).toEqual({ waiting: 20_000, dropped: 500 })
  await accessLog.close()
  expect(accessLog.stats().waiting).toBe(20_000)
  await connection.close()
})

describeDatabases('the access log', (database) => {
  let line: Parameters<ReturnType<typeof createAccessLog>['add']>[0]

  beforeEach(async () => {
    await database.truncate()
    const look = { identifier: 'weather', name: 'Weather', iconEmoji: '🌦', iconColor: '#dbeafe', url: 'http://x/mcp' }
    const [service] = await database.db.insert(services).values(look).returning()
    const serviceId = service?.id ?? ''
    const [token] = await database.db
      .insert(gatewayTokens)
      .values({ hash: 'h', prefix: 'mcpf_Ab12Cd', name: 'Weather', serviceId, purpose: 'manual', createdBy: 'a' })
      .returning()
    line = { ...LINE, serviceId, tokenId: token?.id ?? '' }
  })

  it('writes each line once, those that come while it writes too, and how often the token was used', async () => {
    const accessLog = createAccessLog(database.db)
    let added = 0
    const add = (lines: number) => {
      for (const until = added + lines; added < until; added++)
        accessLog.add({ ...line, at: line.at + added, ms: added, tool: `tool ${added % 3}`, bytesOut: 2 ** 40 })
    }
    add(6000)
    const flushed = accessLog.flush()
    for (let turn = 0; turn < 20; turn++) {
      add(100)
      await new Promise(setImmediate)
    }
    await flushed
    add(1)
    await accessLog.close()
    expect(accessLog.stats()).toEqual({ waiting: 0, dropped: 0 })
    const [found] = await database.db
      .select({
        lines: count(),
        different: countDistinct(gatewayCalls.ms),
        tools: countDistinct(gatewayCalls.tool),
        bytes: sum(gatewayCalls.bytesOut).mapWith(Number),
        last: max(gatewayCalls.at),
      })
      .from(gatewayCalls)
    const last = new Date(line.at + added - 1)
    expect(found).toEqual({ lines: added, different: added, tools: 3, bytes: added * 2 ** 40, last })
    const [token] = await database.db.select().from(gatewayTokens)
    expect(token).toMatchObject({ calls: added, lastUsedAt: last })
  })

  it('gives up what the database can never take, and goes on with the rest', async () => {
    const accessLog = createAccessLog(database.db)
    accessLog.add({ ...line, bytesIn: 2 ** 40 })
    await accessLog.flush()
    accessLog.add({ ...line, tool: 'a "quoted" {name}, \\ and a\ttab' })
    await accessLog.close()
    expect(accessLog.stats()).toEqual({ waiting: 0, dropped: 1 })
    expect(await database.db.select({ tool: gatewayCalls.tool }).from(gatewayCalls)).toEqual([
      { tool: 'a "quoted" {name}, \\ and a\ttab' },
    ])
    expect(await database.db.$count(gatewayCalls, eq(gatewayCalls.tokenId, line.tokenId))).toBe(1)
  })
})
