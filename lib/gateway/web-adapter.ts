import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { Pool } from 'undici'
import type { Gateway } from './gateway.ts'

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding'])
/** The body's length is settled anew. */
const NOT_ONWARD = new Set([...HOP_BY_HOP, 'content-length'])
const BODILESS = new Set([204, 304])

const doors = new WeakMap<Gateway, Promise<Pool>>()

/**
 * Answers a web request by the gateway, where a platform offers no node server: the gateway works on node's own request and response,
 * so the request goes to it over HTTP within this machine, streams both ways. Leaving the web request ends the call.
 */
export async function answerWebRequest(gateway: Gateway, request: Request): Promise<Response> {
  const door = doors.get(gateway) ?? openDoor(gateway)
  doors.set(gateway, door)
  const { pathname, search, host } = new URL(request.url)
  const pool = await door
  const answer = await pool.request({
    method: request.method as 'GET',
    path: pathname + search,
    // Under the name that the caller used, which the gateway judges.
    headers: { host, ...Object.fromEntries([...request.headers].filter(([name]) => !NOT_ONWARD.has(name))) },
    body: request.body === null ? null : Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]),
    signal: request.signal,
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
async function openDoor(gateway: Gateway): Promise<Pool> {
  const server = http.createServer((request, response) => gateway.handle(request, response))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  server.unref()
  return new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { headersTimeout: 0, bodyTimeout: 0 })
}
