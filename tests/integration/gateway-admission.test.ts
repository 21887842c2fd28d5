import http from 'node:http'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '#db/client.ts'
import { gatewayCalls, gatewayTokens } from '#db/schema/index.ts'
import { createGrantStore } from '#lib/gateway/admission/grant-store.ts'
import { forgetOldCalls } from '#lib/gateway/gateway-jobs.ts'
import { makeToken } from '#lib/tokens/index.ts'
import { describeDatabases } from '#tests/helpers/database.ts'
import { startGateway, type TestGateway } from '#tests/helpers/gateway.ts'
import { legacyCall, openPost, post } from '#tests/helpers/gateway-calls.ts'
import { startTestServers } from '#tests/helpers/mcp-servers.ts'

const upstream = startTestServers(50)

describeDatabases('gateway, who is let in', (database) => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await startGateway(database.connection, {
      addresses: ['https://ferry.example.com'],
      maxBodyBytes: 1024 * 1024,
    })
  })
  afterAll(() => gateway?.close())
  const open = (options = {}) => gateway.open({ url: upstream.servers.services.json.url }, options)

  it('takes a token as Bearer and in the path', async () => {
    const { url, token } = await open()
    expect((await post({ url, token }, legacyCall('tools/list'))).message.result?.tools).toHaveLength(
      upstream.servers.services.json.tools,
    )
    const inPath = await fetch(url.replace(/mcp$/, `${token}/mcp`), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify(legacyCall('tools/list')),
    })
    expect(inPath.status).toBe(200)
  })

  it('asks for a token where there is none', async () => {
    const { url } = await open()
    const answer = await fetch(url, { method: 'POST', body: '{}' })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="mcp-ferry"')
  })

  it('says the same of every token that opens nothing, and of services that are not there', async () => {
    const [mine, other] = [await open(), await open()]
    const broken = `${mine.token.slice(0, -1)}${mine.token.endsWith('0') ? '1' : '0'}`
    const nowhere = mine.url.replace(/service-\d+/, 'no-such-service')
    const answers = await Promise.all(
      [
        { url: mine.url, token: other.token },
        { url: mine.url, token: broken },
        { url: mine.url, token: makeToken() },
        { url: mine.url, token: 'anything' },
        { url: nowhere, token: mine.token },
        { url: nowhere, token: makeToken() },
      ].map((where) => post(where, legacyCall('tools/list'))),
    )
    for (const { status, message, headers } of answers) {
      expect(status).toBe(401)
      expect(message).toEqual(answers[0]?.message)
      expect(headers.get('www-authenticate')).toBe(answers[0]?.headers.get('www-authenticate'))
      expect(headers.get('www-authenticate')).toContain('error="invalid_token"')
    }
  })

  it('tells a holder of an ended or expired token what became of it', async () => {
    const { id, url } = await gateway.addService({ url: upstream.servers.services.json.url })
    const expired = await gateway.addToken(id, { expiresAt: new Date(Date.now() - 1000) })
    const ended = await gateway.addToken(id)
    await database.db.update(gatewayTokens).set({ endsAt: new Date() }).where(eq(gatewayTokens.id, ended.id))
    expect(await post({ url, token: expired.token }, legacyCall('ping'))).toMatchObject({
      status: 401,
      message: { error: { code: 40102 } },
    })
    expect(await post({ url, token: ended.token }, legacyCall('ping'))).toMatchObject({
      status: 401,
      message: { error: { code: 40101 } },
    })
  })

  it('refuses names and pages of others, and answers under its own', async () => {
    const { url, token } = await open()
    const ask = (headers: Record<string, string>) => statusOf(url, token, headers)
    expect(await ask({ host: 'evil.example.com' })).toBe(403)
    expect(await ask({ host: 'ferry.example.com' })).toBe(200)
    expect(await ask({ host: 'FERRY.example.com:443' })).toBe(200)
    expect(await ask({ host: `localhost:${new URL(url).port}` })).toBe(200)
    expect(await ask({ host: 'localhost:1' })).toBe(403)
    expect(await ask({ origin: 'https://evil.example.com' })).toBe(403)
    expect(await ask({ origin: 'null' })).toBe(403)
    expect(await ask({ origin: 'https://ferry.example.com' })).toBe(200)
    // Before any token is looked at.
    expect(await statusOf(url, 'nothing', { host: 'evil.example.com' })).toBe(403)
  })

  it('judges each request of a connection by itself', async () => {
    const [mine, other] = [await open(), await open()]
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    const connections = new Set<unknown>()
    agent.on('free', (socket) => connections.add(socket))
    const ask = (url: string, token: string, headers = {}) => statusOf(url, token, headers, agent)
    const good = () => ask(mine.url, mine.token)
    expect(await good()).toBe(200)
    expect(await good()).toBe(200)
    expect(await ask(mine.url, mine.token, { host: 'evil.example.com' })).toBe(403)
    expect(await ask(mine.url, mine.token, { origin: 'https://evil.example.com' })).toBe(403)
    expect(await good()).toBe(200)
    expect(await ask(other.url, mine.token)).toBe(401)
    expect(await ask(mine.url, other.token)).toBe(401)
    expect(await ask(mine.url, mine.token, { authorization: 'Basic YTpi' })).toBe(401)
    expect(await ask(other.url, other.token)).toBe(200)
    expect(await good()).toBe(200)
    expect(connections.size).toBe(1)
    agent.destroy()
  })

  it('answers only the methods and paths that it has', async () => {
    const { url, sseUrl, token } = await open()
    const headers = { authorization: `Bearer ${token}` }
    const put = await fetch(url, { method: 'PUT', headers })
    expect(put.status).toBe(405)
    expect(put.headers.get('allow')).toBe('POST, GET, DELETE')
    expect((await fetch(sseUrl, { method: 'POST', headers, body: '{}' })).headers.get('allow')).toBe('GET')
    expect((await fetch(`${url}/more`, { headers })).status).toBe(404)
    const modernGet = await fetch(url, { headers: { ...headers, 'mcp-protocol-version': '2026-07-28' } })
    expect(modernGet.status).toBe(405)
  })

  it('refuses bodies that are too big, broken or no JSON-RPC', async () => {
    const where = await open()
    expect(await post(where, `"${'x'.repeat(1024 * 1024)}"`)).toMatchObject({ status: 413 })
    expect(await post(where, '{"jsonrpc":')).toMatchObject({ status: 400, message: { error: { code: -32700 } } })
    for (const body of ['5', 'null', '[]', '[1]', '"text"'])
      expect(await post(where, body)).toMatchObject({ status: 400, message: { error: { code: -32600 } } })
  })

  it('counts calls, not handshakes, against the limit of a token', async () => {
    const where = await open({ callsPerMinute: 2 })
    for (const method of ['ping', 'tools/list', 'ping', 'tools/list'])
      expect((await post(where, legacyCall(method))).status).toBe(200)
    const refused = await post(where, legacyCall('tools/list', {}, 'mine'))
    expect(refused).toMatchObject({ status: 429, message: { id: 'mine', error: { code: 42901 } } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await post(where, legacyCall('ping'))).status).toBe(200)
  })

  it('asks the database once for all who come at once, and briefly not again for a token that is unknown', async () => {
    const { id, identifier } = await gateway.addService({ url: upstream.servers.services.json.url })
    const { token } = await gateway.addToken(id)
    const { db, count } = counting(database.db)
    const store = createGrantStore(db)
    await Promise.all(Array.from({ length: 20 }, () => store.find(token, identifier)))
    expect(store.remembered(token, identifier)?.service.identifier).toBe(identifier)
    expect(count()).toBe(1)

    const unknown = makeToken()
    await expect(store.find(unknown, identifier)).rejects.toThrow('does not open')
    expect(() => store.remembered(unknown, identifier)).toThrow('does not open')
    expect(() => store.remembered(`${token}x`, identifier)).toThrow('does not open')
    expect(count()).toBe(2)
    store.forget()
    expect(store.remembered(token, identifier)).toBeUndefined()
  })

  it('writes down who called what and how it ended, never with what', async () => {
    const { id, url } = await gateway.addService({ url: upstream.servers.services.json.url })
    const { id: tokenId, token } = await gateway.addToken(id, { allowedTools: ['current_weather'] })
    await post({ url, token }, legacyCall('tools/list'))
    await post(
      { url, token },
      legacyCall('tools/call', { name: 'forbidden\u0000', arguments: { secret: 'canary-4711' } }),
    )
    await post({ url, token }, '{')
    await expect
      .poll(() => database.db.select().from(gatewayCalls).where(eq(gatewayCalls.tokenId, tokenId)), { timeout: 5000 })
      .toHaveLength(3)
    const lines = await database.db.select().from(gatewayCalls).where(eq(gatewayCalls.tokenId, tokenId))
    expect(lines).toMatchObject([
      { serviceId: id, method: 'tools/list', verdict: 'ok', code: null, callerEra: 'legacy', serviceEra: 'legacy' },
      { method: 'tools/call', tool: 'forbidden�', verdict: 'refused', code: 'tool_not_allowed' },
      { method: 'POST', verdict: 'refused', code: 'not_json' },
    ])
    expect(lines[0]?.bytesOut).toBeGreaterThan(100)
    expect(lines[0]?.bytesIn).toBe(JSON.stringify(legacyCall('tools/list')).length)
    expect(JSON.stringify(lines)).not.toContain('canary')
    const [row] = await database.db.select().from(gatewayTokens).where(eq(gatewayTokens.id, tokenId))
    expect(row?.calls).toBe(3)
    expect(Date.now() - (row?.lastUsedAt?.getTime() ?? 0)).toBeLessThan(20_000)

    expect(await forgetOldCalls(database.db, new Date(Date.now() + 29 * 86_400_000))).toBe(0)
    expect(await forgetOldCalls(database.db, new Date(Date.now() + 31 * 86_400_000))).toBeGreaterThanOrEqual(3)
  })
})

/** The status of a call with headers that `fetch` would not send. */
async function statusOf(url: string, token: string, headers: Record<string, string>, agent?: http.Agent) {
  const response = await openPost({ url, token }, legacyCall('ping'), headers, agent)
  await response.resume().toArray()
  return response.statusCode
}

function counting(db: Database): { db: Database; count: () => number } {
  let count = 0
  return {
    db: new Proxy(db, {
      get(target, key) {
        if (key === 'select') count++
        return Reflect.get(target, key)
      },
    }),
    count: () => count,
  }
}
