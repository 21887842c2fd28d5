import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { credentialSource } from '#lib/credentials/index.ts'
import { checkWithCredential } from '#lib/services/check-with-credential.ts'
import { type McpServers, startMcpServers } from '#sandbox/mcp/index.ts'
import { type AuthorizationServer, CLIENT_SECRET, startAuthorizationServer } from '../helpers/authorization-server.ts'
import '../helpers/environment.ts'
import { serve } from '../helpers/http-server.ts'

let authority: AuthorizationServer
/** Each test its own resource, so that none meets another's tokens. */
let resource = 0
const nextUrl = () => `http://service.test/${resource++}/mcp`

beforeEach(async () => {
  authority = await startAuthorizationServer(3600)
})
afterEach(() => authority.close())

const tokenOf = async (source: ReturnType<typeof credentialSource>) =>
  ((await source.headers()).Authorization ?? '').replace('Bearer ', '')

describe('access tokens', () => {
  it('are fetched once for all who ask, for the service as the resource', async () => {
    const url = nextUrl()
    const sources = Array.from({ length: 20 }, () => credentialSource(authority.client(), url))
    const tokens = await Promise.all(sources.map(tokenOf))
    expect(new Set(tokens).size).toBe(1)
    expect(authority.asked).toEqual([{ grant_type: 'client_credentials', scope: 'tools', resource: url }])
    expect(authority.knows(tokens[0] ?? '')).toBe(true)
  })

  it('are asked for with the secret in the body, another resource, or none, as the credential says', async () => {
    const url = nextUrl()
    await credentialSource(authority.client({ secretIn: 'body', resource: 'urn:tools' }), url).headers()
    await credentialSource(authority.client({ secretIn: 'body', sendResource: false, scope: '' }), url).headers()
    expect(authority.asked).toEqual([
      { grant_type: 'client_credentials', scope: 'tools', resource: 'urn:tools', client_id: 'ferry' },
      { grant_type: 'client_credentials', client_id: 'ferry' },
    ])
  })

  it('are renewed before they end: whoever asks all the time never gets a dead one, and there is about one fetch a life', async () => {
    authority.lifeSeconds = 2
    const source = credentialSource(authority.client(), nextUrl())
    const until = Date.now() + 6500
    let dead = 0
    while (Date.now() < until) {
      if (!authority.knows(await tokenOf(source))) dead += 1
      await sleep(20)
    }
    expect(dead).toBe(0)
    expect(authority.asked.length).toBeGreaterThanOrEqual(4)
    expect(authority.asked.length).toBeLessThanOrEqual(6)
  })

  it('serve on while renewing fails, and are fetched anew when it works again', async () => {
    authority.lifeSeconds = 5
    const source = credentialSource(authority.client(), nextUrl())
    const first = await tokenOf(source)
    authority.refusing = { status: 503, body: 'later' }
    await sleep(4300)
    // The look that starts a renewal still gets the old one.
    expect(await tokenOf(source)).toBe(first)
    await sleep(300)
    authority.refusing = null
    await sleep(500)
    expect(authority.knows(await tokenOf(source))).toBe(true)
    expect(authority.asked).toHaveLength(3)
  })

  it('are another one after the service refused one', async () => {
    const source = credentialSource(authority.client(), nextUrl())
    const headers = await source.headers()
    expect(source.refused(headers)).toBe(true)
    expect(source.refused(headers)).toBe(true)
    const [one, other] = await Promise.all([tokenOf(source), tokenOf(source)])
    expect(one).not.toBe(headers.Authorization?.replace('Bearer ', ''))
    expect(one).toBe(other)
    expect(authority.asked).toHaveLength(2)
  })

  it.each([
    [
      'a wrong secret',
      { clientSecret: 'wrong-secret-canary' },
      /gives no access token: invalid_client, «who are you\?»/,
    ],
    ['a port where nothing listens', { tokenUrl: 'http://127.0.0.1:9/token' }, /No access token: 127\.0\.0\.1:9/],
  ])('say what is wrong with %s, without the secret', async (_, change, message) => {
    const error = await credentialSource(authority.client(change), nextUrl())
      .headers()
      .catch((reason: unknown) => reason)
    expect(String(error)).toMatch(message)
    expect(JSON.stringify(error)).not.toMatch(/canary/)
  })

  it('say that a web page is no token endpoint', async () => {
    const page = await serve(({ response }) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'))
    const source = credentialSource(authority.client({ tokenUrl: `${page}/login` }), nextUrl())
    await expect(source.headers()).rejects.toMatchObject({ code: 'access_token_odd' })
  })
})

describe('a check with access tokens', () => {
  let mcp: McpServers
  beforeEach(async () => {
    mcp = await startMcpServers()
  })
  afterEach(() => mcp.close())

  /** The sandbox's open service behind a door that wants a living access token. */
  const guarded = () =>
    serve(async ({ request, response, body }) => {
      if (!authority.knows((request.headers.authorization ?? '').replace('Bearer ', '')))
        return response.writeHead(401, { 'www-authenticate': 'Bearer' }).end()
      const {
        authorization: _,
        host: __,
        'content-length': ___,
        ...headers
      } = request.headers as Record<string, string>
      const answer = await fetch(mcp.services.weather.url, {
        method: request.method ?? 'POST',
        headers,
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
    })

  it('is normal, and is made once more with a fresh one when the service forgot all', async () => {
    const target = { url: `${await guarded()}/mcp`, transport: 'auto' as const, deadlineMs: 5000 }
    const first = await checkWithCredential(target, authority.client())
    expect(first).toMatchObject({ status: 'normal', code: 'normal' })
    authority.forget()
    const second = await checkWithCredential(target, authority.client(), {
      ...(first.memory && { memory: first.memory }),
    })
    expect(second).toMatchObject({ status: 'normal', code: 'normal' })
    // The era is remembered although the token has changed.
    expect(second.exchange.some(({ what }) => what.includes('discover'))).toBe(false)
    expect(JSON.stringify([first, second])).not.toContain(CLIENT_SECRET)
  })

  it('is abnormal with the authorization server’s reason when there is no token to be had', async () => {
    authority.refusing = { status: 400, body: JSON.stringify({ error: 'invalid_scope' }) }
    const target = { url: `${await guarded()}/mcp`, transport: 'auto' as const, deadlineMs: 5000 }
    expect(await checkWithCredential(target, authority.client())).toMatchObject({
      status: 'abnormal',
      code: 'access_token_refused',
      message: expect.stringMatching(/invalid_scope/),
    })
  })
})
