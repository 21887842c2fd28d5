import { randomUUID } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { Pool } from 'undici'
import type { Gateway } from './gateway.ts'

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding'])
/** The body's length is settled anew. */
const NOT_ONWARD = new Set([...HOP_BY_HOP, 'content-length'])
const BODILESS = new Set([204, 304])

/** Tells the door which call it is that came to it; never goes further. */
const CALL = 'x-mcp-ferry-call'

interface Door {
  pool: Pool
  /** What is to be called when the call of that id has ended and stands in the access log. */
  ended: Map<string, () => void>
}

const doors = new WeakMap<Gateway, Promise<Door>>()

interface WebCallOptions {
  /** Ends the call, as leaving the web request does. */
  signal?: AbortSignal
  /** Called when the call has ended, however it did, and its line waits in the access log. */
  onEnded?: () => void
}

/**
 * Answers a web request by the gateway, where a platform offers no node server: the gateway works on node's own request and response,
 * so the request goes to it over HTTP within this machine, streams both ways. Leaving the web request ends the call.
 */
export async function answerWebRequest(
  gateway: Gateway,
  request: Request,
  { signal, onEnded }: WebCallOptions = {},
): Promise<Response> {
  const door = doors.get(gateway) ?? openDoor(gateway)
  doors.set(gateway, door)
  const { pathname, search, host } = new URL(request.url)
  const { pool, ended } = await door
  const call = randomUUID()
  if (onEnded !== undefined) ended.set(call, onEnded)
  const answer = await pool.request({
    method: request.method as 'GET',
    path: pathname + search,
    // Under the name that the caller used, which the gateway judges.
    headers: {
      host,
      ...Object.fromEntries([...request.headers].filter(([name]) => !NOT_ONWARD.has(name))),
      [CALL]: call,
    },
    body: request.body === null ? null : Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]),
    signal: signal === undefined ? request.signal : AbortSignal.any([request.signal, signal]),
  })
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers))
    if (value !== undefined && !HOP_BY_HOP.has(name)) headers.set(name, String(value))
  const { statusCode: status, body } = answer
  if (!BODILESS.has(status)) return new Response(Readable.toWeb(body) as ReadableStream, { status, headers })
  body.resume()
  return new Response(null, { status, headers })
}

/** Serves the gateway at a free port that only this machine reaches; it asks for a token like any other. */
async function openDoor(gateway: Gateway): Promise<Door> {
  const ended: Door['ended'] = new Map()
  const server = http.createServer((request, response) => {
    const call = String(request.headers[CALL])
    gateway.handle(request, response)
    // After the gateway's own listener, which adds the line.
    response.once('close', () => {
      ended.get(call)?.()
      ended.delete(call)
    })
  })
  // Both ends are frozen and thawed together; this one must not close a connection that the other is about to use.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  server.unref()
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { pool: new Pool(origin, { headersTimeout: 0, bodyTimeout: 0 }), ended }
}
