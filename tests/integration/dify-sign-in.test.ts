import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { PlatformConnection } from '#lib/platforms/index.ts'
import { type Dify, startDify } from '#sandbox/index.ts'
import { makeCertificate } from '#tests/helpers/certificate.ts'
import { connectionTo, connector, desired, inWorkspace, PASSWORD, workspaceId } from './dify-fixture.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function start(options: Parameters<typeof startDify>[0]): Promise<Dify> {
  const dify = await startDify(options)
  open.push(dify)
  return dify
}

/** A server that is not Dify; returns its address. */
async function serve(listener: http.RequestListener, tls = false): Promise<string> {
  const server = tls
    ? https.createServer(makeCertificate({ name: 'localhost' }), listener)
    : http.createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({ close: () => new Promise((resolve) => server.close(() => resolve())) })
  return `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const at = (baseUrl: string): PlatformConnection => ({ baseUrl, login: { kind: 'adminKey', key: 'any-key' } })
const wrongly = (dify: Dify, password: string, email = 'lock@example.com'): PlatformConnection => ({
  baseUrl: dify.url,
  login: { kind: 'account', email, password },
})

describe('what a test of a connection names', () => {
  it('nobody there', async () => {
    const gone = await startDify({ release: '1.14.0' })
    await gone.close()
    await expect(connector.test(at(gone.url))).rejects.toMatchObject({ code: 'connection_refused', transient: true })
    await expect(connector.test(at('http://no-such-host.invalid'))).rejects.toMatchObject({ code: 'unknown_host' })
  })

  it('a certificate that nobody knows, and http where https is meant', async () => {
    const secure = await serve((_request, response) => response.end(), true)
    await expect(connector.test(at(secure))).rejects.toMatchObject({ code: 'tls_self_signed' })
    const dify = await start({ release: '1.14.0' })
    await expect(connector.test(at(dify.url.replace('http:', 'https:')))).rejects.toMatchObject({
      code: 'tls_not_spoken',
    })
  })

  it('something else than Dify', async () => {
    const page = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Welcome</title>'),
    )
    await expect(connector.test(at(page))).rejects.toMatchObject({
      code: 'not_dify',
      platformSaid: 'HTTP 200 («Welcome»)',
    })
  })

  it('a redirect, a sign-in before it, a proxy in its place', async () => {
    const elsewhere = await serve((_request, response) =>
      response.writeHead(301, { location: 'https://dify.example.com/console/api/setup' }).end(),
    )
    await expect(connector.test(at(elsewhere))).rejects.toMatchObject({
      code: 'redirected',
      message: expect.stringContaining('https://dify.example.com'),
    })
    const guarded = await serve((_request, response) => response.writeHead(401).end())
    await expect(connector.test(at(guarded))).rejects.toMatchObject({ code: 'behind_sign_in' })
    const proxy = await serve((_request, response) => response.writeHead(502).end('<title>502 Bad Gateway</title>'))
    await expect(connector.test(at(proxy))).rejects.toMatchObject({ code: 'gateway_lost', transient: true })
  })

  it('a Dify that is not set up, one that is too old, one that does not tell its release', async () => {
    const fresh = await start({ release: '1.14.0', setup: 'not_started' })
    await expect(connector.test(connectionTo(fresh))).rejects.toMatchObject({ code: 'setup_unfinished' })
    const old = await start({ release: '1.5.1' })
    await expect(connector.test(connectionTo(old))).rejects.toMatchObject({ code: 'too_old' })
    const silent = await serve((request, response) =>
      request.url === '/console/api/setup'
        ? response.writeHead(200, { 'content-type': 'application/json' }).end('{"step":"finished"}')
        : response.writeHead(404).end(),
    )
    await expect(connector.test(at(silent))).rejects.toMatchObject({ code: 'release_unknown' })
  })

  it('the release from the health page when a proxy takes the header away', async () => {
    const dify = await start({ release: '1.14.0' })
    const proxy = await serve((request, response) => {
      const onward = http.request(
        dify.url + request.url,
        { method: request.method, headers: request.headers },
        (answer) => {
          const { 'x-version': _version, ...headers } = answer.headers
          response.writeHead(answer.statusCode ?? 500, headers)
          answer.pipe(response)
        },
      )
      request.pipe(onward)
    })
    expect(await connector.test({ ...connectionTo(dify), baseUrl: proxy })).toMatchObject({ release: '1.14.0' })
  })

  it('a wrong key, and one that is switched off', async () => {
    const dify = await start({ release: '1.14.0' })
    await expect(connector.test(at(dify.url))).rejects.toMatchObject({ code: 'wrong_key' })
    const off = await start({ release: '1.14.0', adminKey: false })
    await expect(connector.test(at(off.url))).rejects.toMatchObject({
      code: 'wrong_key',
      next: expect.stringContaining('ADMIN_API_KEY_ENABLE'),
    })
  })

  it('accounts that may sign in by single sign-on only', async () => {
    for (const options of [{ passwordLogin: false }, { ssoEnforced: true }]) {
      const dify = await start({ release: '1.16.1', ...options })
      await expect(connector.test(connectionTo(dify))).rejects.toMatchObject({ code: 'sso_only' })
      expect(dify.log.filter(({ path }) => path.endsWith('/login'))).toEqual([])
      expect(await connector.test(connectionTo(dify, 'adminKey'))).toMatchObject({ release: '1.16.1' })
    }
  })
})

describe.each(['1.6.0', '1.8.1', '1.14.0'])('wrong passwords at Dify %s', (release) => {
  it('counts the tries that are left, and knows the lock', async () => {
    const dify = await start({ release })
    const messages: string[] = []
    for (let attempt = 1; attempt <= 6; attempt++)
      await connector.test(wrongly(dify, `wrong-${attempt}`)).catch((error: Error) => messages.push(error.message))
    expect(messages[0]).toContain('At most 4 more tries')
    expect(messages[3]).toContain('At most 1 more try')
    expect(messages[4]).toContain('locks the account about now')
    await expect(connector.test(wrongly(dify, PASSWORD))).rejects.toMatchObject({ code: 'account_locked' })
  })

  it('does not send a refused password again by itself, but when a person asks', async () => {
    const dify = await start({ release })
    const connection = wrongly(dify, 'wrong-password')
    await expect(connector.listNamespaces(connection)).rejects.toMatchObject({ code: 'wrong_password' })
    const logins = () => dify.log.filter(({ path }) => path.endsWith('/login')).length
    for (let lane = 0; lane < 5; lane++)
      await expect(connector.openNamespace(connection, workspaceId(dify, 'Research'))).rejects.toMatchObject({
        code: 'wrong_password',
        message: expect.stringContaining('not sent again'),
      })
    expect(logins()).toBe(1)
    await expect(connector.test(connection)).rejects.toMatchObject({ code: 'wrong_password' })
    expect(logins()).toBe(2)
    expect(await connector.test(wrongly(dify, PASSWORD))).toMatchObject({ release })
  })

  it('names an unknown account in the words of the release', async () => {
    const dify = await start({ release })
    const code = release === '1.14.0' ? 'wrong_password' : 'unknown_account'
    await expect(connector.test(wrongly(dify, PASSWORD, 'nobody@example.com'))).rejects.toMatchObject({ code })
  })
})

describe.each(['1.8.1', '1.9.2', '1.14.0'])('a session at Dify %s', (release) => {
  it('is refreshed when its token has run out, without signing in anew', async () => {
    const dify = await start({ release, accessTokenSeconds: 1 })
    await inWorkspace(connectionTo(dify), workspaceId(dify, 'Support'), async (handle) => {
      dify.clearLog()
      await new Promise((resolve) => setTimeout(resolve, 2100))
      // Several calls meet the 401 together and wait for one renewal.
      const seen = await Promise.all([1, 2, 3].map(() => handle.observe()))
      expect(seen).toEqual([[], [], []])
      const asked = (end: string) => dify.log.filter(({ path }) => path.endsWith(end)).length
      expect([asked('/refresh-token'), asked('/login')]).toEqual([1, 0])
    })
  })

  it('carries out a write that met the end of the token exactly once', async () => {
    const dify = await start({ release, accessTokenSeconds: 1, patience: { pollMs: 10 } })
    await inWorkspace(connectionTo(dify), workspaceId(dify, 'Support'), async (handle) => {
      await new Promise((resolve) => setTimeout(resolve, 2100))
      await handle.create(desired('late', 'http://127.0.0.1:9/mcp'))
    })
    expect(dify.providers('Support').map(({ identifier }) => identifier)).toEqual(['late'])
  })
})
