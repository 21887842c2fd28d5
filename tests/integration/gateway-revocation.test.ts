import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '#db/client.ts'
import { gatewayTokens, services } from '#db/schema/index.ts'
import { endTokens } from '#lib/tokens/index.ts'
import { describeDatabases } from '#tests/helpers/database.ts'
import { startGateway, type TestGateway } from '#tests/helpers/gateway.ts'
import { legacyCall, post } from '#tests/helpers/gateway-calls.ts'
import { startTestServers } from '#tests/helpers/mcp-servers.ts'

const upstream = startTestServers(50)

describeDatabases('gateway, tokens that end', (database) => {
  /** Two replicas; on PostgreSQL the second has connections of its own. */
  let gateways: TestGateway[] = []
  let closeSecond: () => Promise<void> = async () => {}
  beforeAll(async () => {
    const { connection } = database
    const { driver } = connection
    const second = driver.kind === 'postgres' ? await openDatabase({ url: driver.url }) : connection
    if (second !== connection) closeSecond = () => second.close()
    gateways = [await startGateway(connection), await startGateway(second)]
  })
  afterAll(async () => {
    for (const gateway of gateways) await gateway.close()
    await closeSecond()
  })

  /** A token, and its service's address at each replica. */
  async function opened(url = upstream.servers.services.sessions.url) {
    const [first] = gateways
    if (first === undefined) throw new Error('no gateway')
    const { id, url: firstUrl } = await first.addService({ url })
    const { id: tokenId, token } = await first.addToken(id)
    const urls = gateways.map(({ origin }) => firstUrl.replace(first.origin, origin))
    return { serviceId: id, tokenId, urls, token }
  }

  const initialize = legacyCall('initialize', {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  })

  /** Calls without pause; gives the milliseconds from now to the last success, once 20 were refused one after the other. */
  async function lastSuccess(url: string, token: string): Promise<number> {
    const began = performance.now()
    let last = 0
    for (let refused = 0; refused < 20; ) {
      const { status } = await post({ url, token }, initialize)
      if (status === 200) {
        last = performance.now() - began
        refused = 0
      } else if (status === 401) refused++
      else throw new Error(`status ${status}`)
      if (last > 5000) throw new Error('it still opens')
    }
    return last
  }

  it('refuses a revoked token within a second, everywhere, and ends its open streams', async () => {
    const { tokenId, urls, token } = await opened()
    const streams = await Promise.all(
      urls.map(async (url) => {
        const { headers } = await post({ url, token }, initialize)
        const session = headers.get('mcp-session-id') ?? ''
        const stream = await fetch(url, {
          headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream', 'mcp-session-id': session },
        })
        expect(stream.status).toBe(200)
        return stream
      }),
    )
    const ends = streams.map((stream) =>
      stream.text().then(
        () => performance.now(),
        () => performance.now(),
      ),
    )
    const revokedAt = performance.now()
    await database.db.transaction((tx) => endTokens(tx, [tokenId], { because: 'revoked', by: 'test' }))
    for (const last of await Promise.all(urls.map((url) => lastSuccess(url, token)))) expect(last).toBeLessThan(1000)
    for (const endedAt of await Promise.all(ends)) expect(endedAt - revokedAt).toBeLessThan(1500)
  })

  it('does so without notifications', async () => {
    const { tokenId, urls, token } = await opened()
    for (const url of urls) expect((await post({ url, token }, initialize)).status).toBe(200)
    // An older time than other rows have: what counts is that anything is different.
    await database.db
      .update(gatewayTokens)
      .set({ endsAt: sql`now()`, updatedAt: new Date(0) })
      .where(eq(gatewayTokens.id, tokenId))
    for (const last of await Promise.all(urls.map((url) => lastSuccess(url, token)))) expect(last).toBeLessThan(1000)
  })

  it('lets an open stream end with the token that expires', async () => {
    const [first] = gateways
    if (first === undefined) throw new Error('no gateway')
    const { id, url } = await first.addService({ url: upstream.servers.services.sessions.url })
    const { token } = await first.addToken(id, { expiresAt: new Date(Date.now() + 1500) })
    const { headers } = await post({ url, token }, initialize)
    const began = performance.now()
    const stream = await fetch(url, {
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'text/event-stream',
        'mcp-session-id': headers.get('mcp-session-id') ?? '',
      },
    })
    expect(stream.status).toBe(200)
    await stream.text().catch(() => undefined)
    expect(performance.now() - began).toBeLessThan(3000)
    expect(await post({ url, token }, initialize)).toMatchObject({ status: 401, message: { error: { code: 40102 } } })
  })

  it('follows a service to another address within a second', async () => {
    const { serviceId, urls, token } = await opened(upstream.servers.services.json.url)
    const list = legacyCall('tools/list')
    for (const url of urls) expect((await post({ url, token }, list)).message.result?.tools?.[0]?.name).toBeDefined()
    const ledger = upstream.servers.services['price-list']
    await database.db.update(services).set({ url: ledger.url, updatedAt: new Date() }).where(eq(services.id, serviceId))
    await new Promise((resolve) => setTimeout(resolve, 1000))
    for (const url of urls) expect((await post({ url, token }, list)).message.result?.tools).toHaveLength(ledger.tools)
  })
})
