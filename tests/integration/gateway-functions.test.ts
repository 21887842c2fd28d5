import { count, eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type DatabaseConnection, openDatabase, rowsOf } from '#db/client.ts'
import { gatewayCalls, gatewayCallWindows } from '#db/schema/index.ts'
import { createCallLimits } from '#lib/gateway/admission/call-limits.ts'
import { createSharedCallLimits } from '#lib/gateway/admission/shared-call-limits.ts'
import { answerWebRequest } from '#lib/gateway/index.ts'
import { endTokens } from '#lib/tokens/index.ts'
import { describeDatabases } from '#tests/helpers/database.ts'
import { startGateway, type TestGateway } from '#tests/helpers/gateway.ts'
import { legacyCall, post } from '#tests/helpers/gateway-calls.ts'
import { startTestServers } from '#tests/helpers/mcp-servers.ts'

const upstream = startTestServers(50)
const list = legacyCall('tools/list')

describeDatabases('gateway, in processes that are frozen between calls', (database) => {
  let connections: DatabaseConnection[] = []
  let gateways: TestGateway[] = []

  beforeEach(async () => {
    const { driver } = database.connection
    // Two instances with one connection each, as functions have.
    const open = () =>
      driver.kind === 'postgres'
        ? openDatabase({ url: driver.url, maxConnections: 1, pooled: true })
        : Promise.resolve(database.connection)
    connections = [await open(), await open()]
    gateways = await Promise.all(connections.map((one) => startGateway(one, { frozenBetweenCalls: true })))
  })
  afterEach(async () => {
    for (const gateway of gateways) await gateway.close()
    for (const one of connections) if (one !== database.connection) await one.close()
  })

  /** A token, and its service's address at each instance. */
  async function opened(callsPerMinute?: number) {
    const [first] = gateways
    if (first === undefined) throw new Error('no gateway')
    const { id, url } = await first.addService({ url: upstream.servers.services.events.url })
    const { id: tokenId, token } = await first.addToken(id, callsPerMinute === undefined ? {} : { callsPerMinute })
    return { tokenId, at: gateways.map(({ origin }) => ({ url: url.replace(first.origin, origin), token })) }
  }

  it('knows of a revocation within a second, without a connection that listens', async () => {
    const { tokenId, at } = await opened()
    for (const target of at) expect((await post(target, list)).status).toBe(200)
    await endTokens(database.db, [tokenId], { because: 'revoked', by: 'test' })
    await new Promise((resolve) => setTimeout(resolve, 450))
    for (const target of at) expect((await post(target, list)).status).toBe(401)
    if (database.connection.driver.kind === 'embedded') return
    const listening = await database.db.execute(
      sql`select count(*)::int as n from pg_stat_activity where datname = current_database() and query ilike 'listen%'`,
    )
    expect(rowsOf<{ n: number }>(listening)).toEqual([{ n: 0 }])
  })

  it('holds a token to its calls a minute over all instances together', async () => {
    const { tokenId, at } = await opened(10)
    const statuses = (await Promise.all(Array.from({ length: 20 }, (_, n) => post(at[n % 2] ?? fail(), list)))).map(
      ({ status }) => status,
    )
    expect(statuses.filter((status) => status === 200)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(10)
    const refused = await post(at[1] ?? fail(), list)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50)
    // Half a minute after a full one, half of its calls still count.
    await database.db
      .update(gatewayCallWindows)
      .set({ since: sql`clock_timestamp() - interval '90 seconds'` })
      .where(eq(gatewayCallWindows.tokenId, tokenId))
    const limits = createSharedCallLimits(database.db)
    expect(await limits.take(tokenId, 10, 4)).toBe(0)
    expect(await limits.take(tokenId, 10, 2)).toBe(own(10, 4, 2))
    await database.db
      .update(gatewayCallWindows)
      .set({ since: sql`clock_timestamp() - interval '3 minutes'` })
      .where(eq(gatewayCallWindows.tokenId, tokenId))
    expect(await limits.take(tokenId, 10, 10)).toBe(0)
  })

  it('has written a call down before it is frozen, once it is told to', async () => {
    const [target] = (await opened()).at
    if (target === undefined) return fail()
    const addresses = [new URL(target.url).origin]
    const gateway = await startGateway(database.connection, { frozenBetweenCalls: true, addresses })
    gateways.push(gateway)
    const before = await lines()
    const ended = Promise.withResolvers<void>()
    const request = new Request(target.url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${target.token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify(list),
    })
    const answer = await answerWebRequest(gateway.gateway, request, { onEnded: ended.resolve })
    expect(answer.status).toBe(200)
    await answer.text()
    await ended.promise
    await gateway.gateway.flush()
    expect(await lines()).toBe(before + 1)
  })

  async function lines(): Promise<number> {
    const [row] = await database.db.select({ count: count() }).from(gatewayCalls)
    return row?.count ?? 0
  }
})

/** What one process counting by itself says of the same calls: a full minute, and half a minute into the next. */
function own(limit: number, more: number, wanted: number): number {
  let at = 1_000_000
  const limits = createCallLimits(() => at)
  limits.take('a', limit, limit)
  at += 90_000
  limits.take('a', limit, more)
  return limits.take('a', limit, wanted)
}

function fail(): never {
  throw new Error('no such instance')
}
