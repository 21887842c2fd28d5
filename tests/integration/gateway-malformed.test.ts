import net from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hashToken } from '#lib/tokens/index.ts'
import { describeDatabases } from '#tests/helpers/database.ts'
import { startGateway, type TestGateway } from '#tests/helpers/gateway.ts'
import { callHeaders, legacyCall, modernCall, post } from '#tests/helpers/gateway-calls.ts'
import { startTestServers } from '#tests/helpers/mcp-servers.ts'

const upstream = startTestServers(0)
/** Requests of each half, beside the raw ones. */
const REQUESTS = process.env.THOROUGH ? 5000 : 1000
const LIMIT = 256 * 1024

interface Place {
  url: string
  token: string
  /** A session of another token at the same service. */
  foreignSession: string
}

interface Attempt {
  url: string
  method: string
  headers: Record<string, string>
  body: string
}

describeDatabases('gateway, malformed requests', (database) => {
  let gateway: TestGateway
  const places: Place[] = []
  /** What no answer may hold: credentials of services, and tokens of others. */
  const canaries: string[] = []
  beforeAll(async () => {
    gateway = await startGateway(database.connection, { maxBodyBytes: LIMIT })
    const { sessions, json, weather, atlas, clock, ledger } = upstream.servers.services
    const key = ledger.credential
    if (key === undefined) throw new Error('the ledger wants a credential')
    canaries.push(key.value)
    for (const service of [
      { url: sessions.url, eras: ['legacy' as const] },
      { url: json.url, eras: ['legacy' as const] },
      { url: weather.url, eras: ['legacy' as const, 'modern' as const] },
      { url: atlas.url, eras: ['modern' as const] },
      { url: clock.url, transport: 'sse' as const },
      { url: ledger.url, credential: { kind: 'apiKey' as const, header: key.header, value: key.value } },
    ])
      for (const options of [{}, { allowedTools: ['current_weather'], toolPrefix: 'p_' }]) {
        const { id, url } = await gateway.addService(service)
        const [mine, other] = [await gateway.addToken(id, options), await gateway.addToken(id)]
        const opened = await post({ url, token: other.token }, INITIALIZE)
        places.push({ url, token: mine.token, foreignSession: opened.headers.get('mcp-session-id') ?? 'none' })
        canaries.push(other.token, hashToken(mine.token), hashToken(other.token))
      }
  }, 60_000)
  afterAll(() => gateway?.close())

  it('answers each with a 4xx or in JSON-RPC, gives nothing away and lives on', async () => {
    const chance = seeded(20_260_728)
    const statuses = new Map<number, number>()
    for (let done = 0; done < REQUESTS; done += 20)
      await Promise.all(
        Array.from({ length: 20 }, async () => {
          const attempt = malformed(chance, pick(chance, places))
          const { status, text, type } = await send(attempt)
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
          const told = `${attempt.method} ${attempt.body.slice(0, 300)} → ${status} ${text.slice(0, 300)}`
          if (status >= 500) expect.fail(told)
          if (status >= 400 && type === 'application/json' && attempt.method !== 'HEAD')
            expect(JSON.parse(text), told).toHaveProperty('error')
          for (const canary of canaries) expect(text.includes(canary), told).toBe(false)
        }),
      )
    expect([...statuses.keys()].sort()).toEqual(expect.arrayContaining([200, 400, 401, 403, 404, 405, 413]))
    for (const place of places) expect((await post(place, INITIALIZE)).status).toBe(200)
    expect(gateway.gateway.stats().linesDropped).toBe(0)
  }, 300_000)

  it('takes no request for two, and answers none that is cut or bent with a 500', async () => {
    const chance = seeded(1)
    upstream.servers.clearReceived()
    for (const { url, token } of places)
      for (const bytes of bentRequests(new URL(url), token, chance)) {
        const answer = await sendRaw(Number(new URL(url).port), bytes)
        for (const [, status] of answer.matchAll(/HTTP\/1\.1 (\d{3})/g)) expect(Number(status), bytes).toBeLessThan(500)
        for (const canary of canaries) expect(answer).not.toContain(canary)
      }
    expect(upstream.asked()).not.toContain('hidden')
    for (const place of places) expect((await post(place, INITIALIZE)).status).toBe(200)
  }, 120_000)

  it('cuts off a body that has no end', async () => {
    const { url, token } = places[0] ?? { url: '', token: '' }
    const socket = net.connect(Number(new URL(url).port), '127.0.0.1')
    const head = `POST ${new URL(url).pathname} HTTP/1.1\r\nhost: ${new URL(url).host}\r\nauthorization: Bearer ${token}\r\n`
    socket.write(`${head}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`)
    const piece = `10000\r\n${'a'.repeat(0x10000)}\r\n`
    let answer = ''
    socket.on('data', (data) => {
      answer += data
    })
    const sending = setInterval(() => socket.write(piece), 5)
    const began = performance.now()
    await new Promise((resolve) => socket.on('error', () => undefined).on('close', resolve))
    clearInterval(sending)
    expect(answer).toContain('HTTP/1.1 413')
    expect(performance.now() - began).toBeLessThan(10_000)
  }, 20_000)
})

const INITIALIZE = legacyCall('initialize', {
  protocolVersion: '2025-06-18',
  capabilities: {},
  clientInfo: { name: 'test', version: '1' },
})

type Chance = () => number

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function seeded(seed: number): Chance {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function pick<T>(chance: Chance, list: readonly T[]): T {
  const one = list[Math.floor(chance() * list.length)]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}

const ODD_VALUES = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'x',
  '\u0000',
  '\ud800',
  [],
  [[]],
  {},
  { name: {} },
  'tools/call',
  '__proto__',
]
const METHODS = ['initialize', 'tools/list', 'tools/call', 'ping', 'resources/read', 'server/discover', 'no/such', '']

/** One request that is wrong in some way. */
function malformed(chance: Chance, { url, token, foreignSession }: Place): Attempt {
  const sound = pick(chance, [
    { body: legacyCall(pick(chance, METHODS), { name: 'x', arguments: {} }), headers: {} },
    modernCall(pick(chance, METHODS), { name: 'x', arguments: {} }),
  ])
  const attempt: Attempt = {
    url,
    method: 'POST',
    headers: callHeaders(token, sound.headers),
    body: JSON.stringify(sound.body),
  }
  const bend = pick(chance, BENDS)
  bend(attempt, chance, { token, foreignSession, message: sound.body })
  return attempt
}

interface Around {
  token: string
  foreignSession: string
  message: Record<string, unknown>
}
type Bend = (attempt: Attempt, chance: Chance, around: Around) => void

const BENDS: readonly Bend[] = [
  // Broken JSON.
  (attempt, chance) => {
    const at = Math.floor(chance() * attempt.body.length)
    attempt.body = pick(chance, [
      attempt.body.slice(0, at),
      `${attempt.body.slice(0, at)}${String.fromCharCode(Math.floor(chance() * 256))}${attempt.body.slice(at + 1)}`,
      `\ufeff${attempt.body}`,
      `${attempt.body}${attempt.body}`,
      '[',
      '{"a":'.repeat(Math.floor(chance() * 40_000)),
      '['.repeat(20_000) + ']'.repeat(20_000),
    ])
  },
  // A member of the message, or of its envelope, is missing or something else.
  (attempt, chance, { message }) => {
    const bent = structuredClone(message)
    const params = bent.params as Record<string, unknown>
    const meta = (params._meta ?? {}) as Record<string, unknown>
    const target = pick(chance, [bent, params, meta])
    const key = pick(chance, [...Object.keys(target), 'extra'])
    if (chance() < 0.4) delete target[key]
    else target[key] = pick(chance, ODD_VALUES)
    attempt.body = JSON.stringify(bent)
  },
  // Batches of anything.
  (attempt, chance, { message }) => {
    const length = Math.floor(chance() * 5)
    attempt.body = JSON.stringify(Array.from({ length }, () => pick(chance, [message, ...ODD_VALUES])))
  },
  // Headers that lie, or are none.
  (attempt, chance) => {
    const name = pick(chance, [
      'mcp-name',
      'mcp-method',
      'mcp-protocol-version',
      'mcp-param-x',
      'mcp-session-id',
      'last-event-id',
      'accept',
      'content-type',
      'content-encoding',
    ])
    const value = pick(chance, [
      '',
      'x',
      '=?base64?%%%?=',
      '=?base64?eA==?=',
      '2026-07-28',
      '2999-01-01',
      '1999-01-01',
      'é',
      'gzip',
      'text/html',
      'a'.repeat(4000),
    ])
    if (chance() < 0.2) delete attempt.headers[name]
    else attempt.headers[name] = value
  },
  // A session of somebody else, or of nobody.
  (attempt, chance, { foreignSession }) => {
    const flipped = foreignSession.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    attempt.headers['mcp-session-id'] = pick(chance, [
      foreignSession,
      flipped,
      '.',
      'x.'.repeat(20),
      foreignSession.slice(1),
    ])
    attempt.method = pick(chance, ['POST', 'POST', 'DELETE'])
  },
  // One wrong character of the token; no token; another scheme.
  (attempt, chance, { token }) => {
    const at = 5 + Math.floor(chance() * (token.length - 5))
    const wrong = `${token.slice(0, at)}${token[at] === 'x' ? 'y' : 'x'}${token.slice(at + 1)}`
    attempt.headers.authorization = pick(chance, [
      `Bearer ${wrong}`,
      `Bearer ${wrong}`,
      'Bearer',
      '',
      `Basic ${token}`,
      `Bearer ${token} ${token}`,
    ])
  },
  // Elsewhere.
  (attempt, chance, { token }) => {
    attempt.url = attempt.url.replace(
      /\/mcp\/([^/]+)\/mcp$/,
      pick(chance, [
        '/mcp/$1',
        '/mcp/nowhere/mcp',
        '/mcp/$1/x/mcp',
        '/mcp/$1/messages',
        '/mcp/$1/messages?sessionId=x',
        `/mcp/$1/${token}/messages?sessionId=`,
        '/mcp/%2e%2e/mcp',
        '/mcp/$1/mcp/',
        '/mcp//mcp',
        '/mcp/$1/mcp?x=%zz',
      ]),
    )
  },
  // By other methods, from other pages.
  (attempt, chance) => {
    attempt.method = pick(chance, ['GET', 'PUT', 'PATCH', 'OPTIONS', 'HEAD', 'DELETE', 'POST'])
    attempt.headers.origin = pick(chance, ['null', 'https://evil.example.com', 'x'])
  },
  (attempt, chance) => {
    attempt.method = pick(chance, ['GET', 'PUT', 'PATCH', 'OPTIONS', 'HEAD', 'DELETE'])
  },
  // Too much.
  (attempt) => {
    attempt.body = `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":"${'x'.repeat(LIMIT)}"}}`
  },
]

async function send({ url, method, headers, body }: Attempt): Promise<{ status: number; text: string; type: string }> {
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const known = Object.entries(headers).filter(([, value]) => [...value].every((char) => char.charCodeAt(0) < 256))
  const response = await fetch(url, { method, headers: known as [string, string][], ...(hasBody && { body }) })
  const type = response.headers.get('content-type')?.split(';')[0] ?? ''
  const isStanding = method === 'GET' && type === 'text/event-stream'
  if (isStanding) await response.body?.cancel()
  return { status: response.status, text: isStanding ? '' : await response.text(), type }
}

/** Requests that a proxy and a server behind it might cut differently, and such as are cut short or are none. */
function bentRequests({ pathname, host }: URL, token: string, chance: Chance): string[] {
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\n`
  const body = JSON.stringify(legacyCall('ping'))
  const hidden = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\n\r\n${JSON.stringify(legacyCall('hidden'))}`
  const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
  return [
    `${head}content-length: ${body.length}\r\ntransfer-encoding: chunked\r\n\r\n${chunked}${hidden}`,
    `${head}transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n${chunked}${hidden}`,
    `${head}content-length: ${body.length}\r\ncontent-length: 4\r\n\r\n${body}${hidden}`,
    `${head}content-length: +${body.length}\r\n\r\n${body}${hidden}`,
    `${head}content-length : ${body.length}\r\n\r\n${body}${hidden}`,
    `${head}transfer-encoding: xchunked\r\n\r\n${chunked}${hidden}`,
    `${head}transfer-encoding: chunked, identity\r\n\r\n${chunked}${hidden}`,
    `${head}Transfer-Encoding:\tchunked\r\nTransfer-Encoding: identity\r\n\r\n${chunked}${hidden}`,
    `${head}transfer-encoding: chunked\r\n\r\n-1\r\n${body}\r\n0\r\n\r\n${hidden}`,
    `${head}transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n${body}`,
    `${head}transfer-encoding: chunked\r\n\r\n${body.length.toString(16)};a="\r\n${body}\r\n0\r\n\r\n${hidden}`,
    `${head}mcp-name: x\r\n y: z\r\ncontent-length: ${body.length}\r\n\r\n${body}${hidden}`,
    `${head}mcp-session-id: a\nmcp-session-id: b\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    `${head}expect: 100-continue\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
    `${head}upgrade: h2c\r\nconnection: upgrade, close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    `${head}content-length: 100000\r\n\r\n${body.slice(0, Math.floor(chance() * body.length))}`,
    `POST http://${host}${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
    `POST ${pathname} HTTP/1.1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
    `POST ${pathname} HTTP/1.0\r\n\r\n`,
    `POST ${pathname}\r\n\r\n`,
    `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\nx: ${'x'.repeat(80_000)}\r\n\r\n`,
    `\u0000\u0001\u0002${hidden}`,
    'GET / HTTP/9.9\r\n\r\n',
  ]
}

/** Sends bytes as they are and gives what comes until the other side closes, or is silent for a moment. */
function sendRaw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes))
    let answer = ''
    socket.setTimeout(250, () => socket.destroy())
    socket.on('data', (data) => {
      answer += data
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
  })
}
