/**
 * The MCP server behind everything that is measured, as a process of its own: `node upstream.ts PORT CREDENTIAL`. As little work a call
 * as can be, so that what is measured is what stands before it. `/legacy` has sessions, `/modern` speaks 2026-07-28 only.
 * `/oauth` is `/legacy` for access tokens that `/token` gives out and that live five seconds; `GET /tokens` says how many were.
 * `POST /broadcast` sends one event on every open stream and says on how many.
 */
import { randomUUID } from 'node:crypto'
import http from 'node:http'

const [port, credential] = process.argv.slice(2)
const MEGABYTE = 1024 * 1024
const PIECE = Buffer.alloc(64 * 1024, 'x')
const texts = new Map<number, Buffer>()
const streams = new Set<http.ServerResponse>()
const TOKEN_SECONDS = 5
/** Until when each access token is good, unix milliseconds. */
const accessTokens = new Map<string, number>()

interface Call {
  id?: number | string
  method?: string
  params?: { name?: string; arguments?: { bytes?: number; events?: number }; _meta?: Record<string, unknown> }
}

const TOOLS = [
  {
    name: 'payload',
    description: 'A text of a size, or a stream of events',
    inputSchema: { type: 'object', properties: { bytes: { type: 'integer' }, events: { type: 'integer' } } },
  },
]
const ABOUT = { name: 'bench', version: '1.0.0' }

http
  .createServer((request, response) => {
    if (request.url === '/broadcast') return void broadcast(response)
    if (request.url === '/token') return void giveToken(request, response)
    if (request.url === '/tokens') return void response.end(String(accessTokens.size))
    if (!isAdmitted(request)) return void response.writeHead(401).end()
    if (request.method === 'GET') return openStream(response)
    if (request.method !== 'POST') return void response.writeHead(200).end()
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => answer(request.url ?? '', JSON.parse(Buffer.concat(chunks).toString()), response))
  })
  .listen(Number(port), '127.0.0.1', () => process.send?.('ready'))
process.on('disconnect', () => process.exit(0))

function isAdmitted({ url, headers: { authorization = '' } }: http.IncomingMessage): boolean {
  const token = authorization.slice('Bearer '.length)
  return url === '/oauth' ? (accessTokens.get(token) ?? 0) > Date.now() : token === credential
}

/** The client credentials grant, for the client «bench» whose secret is the credential; both come form-encoded (RFC 6749, 2.3.1). */
function giveToken(request: http.IncomingMessage, response: http.ServerResponse): void {
  request.resume()
  const pair = Buffer.from(request.headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString()
  const good = decodeURIComponent(pair) === `bench:${credential}`
  const token = randomUUID()
  if (good) accessTokens.set(token, Date.now() + TOKEN_SECONDS * 1000)
  response
    .writeHead(good ? 200 : 401, { 'content-type': 'application/json' })
    .end(
      JSON.stringify(
        good ? { access_token: token, token_type: 'Bearer', expires_in: TOKEN_SECONDS } : { error: 'invalid_client' },
      ),
    )
}

function answer(path: string, call: Call, response: http.ServerResponse): void {
  const modern = path === '/modern'
  if (call.method === 'tools/call') callTool(call, modern, response)
  else if (call.id === undefined) response.writeHead(202).end()
  else {
    const result = resultOf(call, modern)
    const session: Record<string, string> = call.method === 'initialize' ? { 'mcp-session-id': randomUUID() } : {}
    if (result !== undefined) sendJson(response, 200, { id: call.id, result }, session)
    else sendJson(response, modern ? 400 : 200, { id: call.id, error: unknown(modern) })
  }
}

function callTool(call: Call, modern: boolean, response: http.ServerResponse): void {
  const complete = modern ? '"resultType":"complete",' : ''
  const { bytes = 1024, events } = call.params?.arguments ?? {}
  const head = Buffer.from(
    `{"jsonrpc":"2.0","id":${JSON.stringify(call.id)},"result":{${complete}"content":[{"type":"text","text":"`,
  )
  if (events !== undefined) sendEvents(response, call, events, complete)
  else if (bytes > MEGABYTE) sendPieces(response, head, bytes)
  else sendText(response, head, bytes)
}

function resultOf({ method, params }: Call, modern: boolean): object | undefined {
  const lasting = modern ? { resultType: 'complete', ttlMs: 3_600_000, cacheScope: 'public' } : {}
  if (method === 'tools/list') return { ...lasting, tools: TOOLS }
  if (method === 'initialize' && !modern)
    return { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: ABOUT }
  if (method === 'server/discover' && modern)
    return {
      ...lasting,
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: {} },
      _meta: { 'io.modelcontextprotocol/serverInfo': ABOUT },
    }
  return method === 'ping' && params?._meta === undefined ? {} : undefined
}

function unknown(modern: boolean): object {
  return modern
    ? { code: -32022, message: 'Unsupported protocol version', data: { supported: ['2026-07-28'] } }
    : { code: -32601, message: 'Method not found' }
}

function sendJson(
  response: http.ServerResponse,
  status: number,
  value: object,
  headers: Record<string, string> = {},
): void {
  const body = JSON.stringify({ jsonrpc: '2.0', ...value })
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers })
    .end(body)
}

const TAIL = Buffer.from('"}]}}')

function sendText(response: http.ServerResponse, head: Buffer, bytes: number): void {
  const text = texts.get(bytes) ?? Buffer.alloc(bytes, 'x')
  texts.set(bytes, text)
  const body = Buffer.concat([head, text, TAIL])
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
}

/** A big text, written as fast as the other side reads. */
function sendPieces(response: http.ServerResponse, head: Buffer, bytes: number): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': head.length + bytes + TAIL.length,
  })
  response.write(head)
  let left = bytes
  const go = () => {
    while (left > 0) {
      const piece = left < PIECE.length ? PIECE.subarray(0, left) : PIECE
      left -= piece.length
      if (!response.write(piece) && left > 0) return void response.once('drain', go)
    }
    response.end(TAIL)
  }
  go()
}

function sendEvents(response: http.ServerResponse, { id, params }: Call, events: number, complete: string): void {
  const progressToken = params?._meta?.progressToken ?? id
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  for (let at = 1; at <= events; at++)
    response.write(
      `event: message\ndata: {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":${JSON.stringify(progressToken)},"progress":${at}}}\n\n`,
    )
  response.end(
    `event: message\ndata: {"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{${complete}"content":[{"type":"text","text":"done"}]}}\n\n`,
  )
}

function openStream(response: http.ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  response.write(': open\n\n')
  streams.add(response)
  response.on('close', () => streams.delete(response))
}

function broadcast(response: http.ServerResponse): void {
  const text = 'event: message\ndata: {"jsonrpc":"2.0","method":"notifications/tools/list_changed"}\n\n'
  for (const stream of streams) stream.write(text)
  response.end(String(streams.size))
}
