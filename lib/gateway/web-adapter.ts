import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { Pool } from 'undici'
import type { Gateway } from './gateway.ts'

/** A local socket on which the gateway is served to this process alone. */
const SOCKET =
  process.platform === 'win32'
    ? `\\\\.\\pipe\\mcp-ferry-${process.pid}`
    : path.join(tmpdir(), `mcp-ferry-gateway-${process.pid}.sock`)
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding'])
const BODILESS = new Set([204, 304])

const doors = new WeakMap<Gateway, Promise<Pool>>()

/**
 * Answers a web request by the gateway, where a platform offers no node server: the gateway works on node's own request and response,
 * so the request goes to it over a local socket, streams both ways. Leaving the web request ends the call.
 */
export async function answerWebRequest(gateway: Gateway, request: Request): Promise<Response> {
  const door = doors.get(gateway) ?? openDoor(gateway)
  doors.set(gateway, door)
  const { pathname, search } = new URL(request.url)
  const pool = await door
  const answer = await pool.request({
    method: request.method as 'GET',
    path: pathname + search,
    headers: [...request.headers].filter(([name]) => !HOP_BY_HOP.has(name) && name !== 'content-length').flat(),
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

async function openDoor(gateway: Gateway): Promise<Pool> {
  const server = http.createServer((request, response) => gateway.handle(request, response))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(SOCKET, resolve))
  server.unref()
  return new Pool('http://gateway.local', { socketPath: SOCKET, headersTimeout: 0, bodyTimeout: 0 })
}
