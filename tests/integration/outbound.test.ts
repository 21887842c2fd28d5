import https from 'node:https'
import net from 'node:net'
import tls from 'node:tls'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createOutbound, networkReason, type OutboundOptions } from '#lib/core/index.ts'
import { answer } from '#sandbox/mcp/http.ts'
import { type Certificate, makeCertificate } from '#tests/helpers/certificate.ts'
import { serve } from '#tests/helpers/http-server.ts'

async function call(url: string, options?: OutboundOptions, init?: RequestInit): Promise<Response> {
  const outbound = createOutbound(options)
  try {
    const response = await outbound.fetch(url, init)
    return new Response(await response.arrayBuffer(), { status: response.status, headers: response.headers })
  } finally {
    await outbound.close()
  }
}

/** The reason why a call failed; fails when it did not. */
async function reasonOf(url: string, options?: OutboundOptions, init?: RequestInit) {
  const error = await call(url, options, init).then(
    () => new Error('it was answered'),
    (thrown) => thrown,
  )
  const reason = networkReason(error, url)
  if (reason === undefined) throw error
  return reason
}

/** The port of a TCP server for one test. */
async function listen(server: net.Server | https.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as net.AddressInfo).port
}

describe('the outbound door', () => {
  it('gives the answer with status, headers and body', async () => {
    const origin = await serve((exchange) =>
      answer(exchange, 418, 'text/plain', `${exchange.request.method} ${exchange.body}`, { 'x-one': '1' }),
    )
    const response = await call(origin, {}, { method: 'POST', body: 'tea' })
    expect([response.status, response.headers.get('x-one'), await response.text()]).toEqual([418, '1', 'POST tea'])
  })

  it('keeps every cookie, and takes answers without a body', async () => {
    const origin = await serve(({ response }) => response.writeHead(204, { 'set-cookie': ['a=1', 'b=2'] }).end())
    const response = await createOutbound().fetch(origin)
    expect([response.status, response.headers.getSetCookie()]).toEqual([204, ['a=1', 'b=2']])
  })

  it('gives redirects back instead of following them', async () => {
    let calls = 0
    const origin = await serve((exchange) => {
      calls++
      answer(exchange, 302, 'text/plain', '', { location: '/elsewhere' })
    })
    const response = await call(origin)
    expect([response.status, response.headers.get('location'), calls]).toEqual([302, '/elsewhere', 1])
  })

  it('counts the bytes of all its answers together, unpacked', async () => {
    const origin = await serve((exchange) => answer(exchange, 200, 'text/plain', 'x'.repeat(600)))
    const outbound = createOutbound({ maxBytes: 1000 })
    onTestFinished(() => outbound.close())
    expect(await (await outbound.fetch(origin)).text()).toHaveLength(600)
    const error = await (await outbound.fetch(origin)).text().catch((thrown: unknown) => thrown)
    expect(networkReason(error)).toMatchObject({ code: 'too_big', message: expect.stringContaining('1000 bytes') })
  })

  it('denies an address as a literal, by name, and hidden in IPv6, before anything is sent', async () => {
    let calls = 0
    const origin = await serve(() => calls++)
    const { port } = new URL(origin)
    const deny = '127.0.0.0/8,::1/128'
    for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433'])
      expect(await reasonOf(`http://${host}:${port}/`, { deny })).toMatchObject({ code: 'address_denied' })
    expect(calls).toBe(0)
  })

  it('denies the address of cloud metadata unless told otherwise', async () => {
    expect(await reasonOf('http://169.254.169.254/latest/meta-data')).toMatchObject({ code: 'address_denied' })
  })

  it.each([
    ['http://user:secret@localhost/', 'credentials_in_url'],
    ['file:///etc/hosts', 'unsupported_scheme'],
    ['localhost:80', 'unsupported_scheme'],
    ['no address', 'invalid_url'],
  ])('refuses %s: %s', async (url, code) => {
    const reason = await reasonOf(url)
    expect(reason.code).toBe(code)
    expect(JSON.stringify(reason)).not.toContain('secret')
  })

  it('ends at the caller’s signal, which is no reason of the network', async () => {
    const origin = await serve(() => {})
    const error = await call(origin, {}, { signal: AbortSignal.timeout(50) }).catch((thrown: unknown) => thrown)
    expect((error as Error).name).toBe('TimeoutError')
    expect(networkReason(error)).toBeUndefined()
  })
})

describe('reasons of the network', () => {
  it('nobody listens', async () => {
    const server = net.createServer()
    const port = await listen(server)
    await new Promise((resolve) => server.close(resolve))
    expect(await reasonOf(`http://127.0.0.1:${port}/`)).toEqual({
      code: 'connection_refused',
      message: `127.0.0.1:${port} refused the connection.`,
      next: 'Check the port, and that the service is running.',
    })
  })

  it('the name does not exist', async () => {
    expect(await reasonOf('http://ferry.invalid/')).toMatchObject({
      code: expect.stringMatching(/^(unknown_host|name_server_silent)$/),
    })
  })

  it('the connection is closed without an answer', async () => {
    const port = await listen(net.createServer((socket) => socket.destroy()))
    expect(await reasonOf(`http://127.0.0.1:${port}/`)).toMatchObject({ code: 'connection_reset' })
  })

  it('something answers, but not in HTTP', async () => {
    const port = await listen(net.createServer((socket) => socket.end('220 mail.example ESMTP\r\n')))
    expect(await reasonOf(`http://127.0.0.1:${port}/`)).toMatchObject({ code: 'not_http' })
  })

  it('the other side is silent for too long', async () => {
    const origin = await serve(() => {})
    expect(await reasonOf(origin, { silenceTimeoutMs: 300 })).toMatchObject({ code: 'timed_out' })
  })

  it('a port that is blocked for HTTP', async () => {
    expect(await reasonOf('http://127.0.0.1:25/')).toMatchObject({ code: 'port_blocked' })
  })

  it('TLS is not spoken at the port', async () => {
    const origin = await serve((exchange) => answer(exchange, 200, 'text/plain', ''))
    expect(await reasonOf(origin.replace('http:', 'https:'))).toMatchObject({ code: 'tls_not_spoken' })
  })
})

describe('certificates', () => {
  const authority = makeCertificate({ name: 'Ferry test authority' })
  const trusted = tls.getCACertificates('default')
  beforeAll(() => tls.setDefaultCACertificates([...trusted, authority.cert]))
  afterAll(() => tls.setDefaultCACertificates(trusted))

  const serveWith = async ({ cert, key }: Certificate) =>
    `https://localhost:${await listen(https.createServer({ cert, key }, (_, response) => response.end('secure')))}/`
  const day = 24 * 60 * 60 * 1000

  it('a good one is taken', async () => {
    const response = await call(await serveWith(makeCertificate({ name: 'localhost', by: authority })))
    expect(await response.text()).toBe('secure')
  })

  it.each([
    ['expired', 'tls_expired', { name: 'localhost', by: authority, notAfter: new Date(Date.now() - day) }],
    ['not valid yet', 'tls_not_yet_valid', { name: 'localhost', by: authority, notBefore: new Date(Date.now() + day) }],
    ['for another name', 'tls_name_mismatch', { name: 'other.example', by: authority }],
    ['signed by itself', 'tls_self_signed', { name: 'localhost' }],
    [
      'of an unknown authority',
      'tls_unknown_issuer',
      { name: 'localhost', by: makeCertificate({ name: 'Unknown authority' }) },
    ],
  ])('one that is %s: %s', async (_, code, options) => {
    const reason = await reasonOf(await serveWith(makeCertificate(options)))
    expect(reason).toEqual({
      code,
      message: expect.stringMatching(/^localhost:\d+ shows a certificate/),
      next: expect.any(String),
    })
  })
})
