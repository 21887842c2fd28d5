import http, { type IncomingMessage } from 'node:http'
import { afterAll, beforeAll } from 'vitest'
import { type DatabaseConnection, openDatabase } from '#db/client.ts'
import { migrateDatabase } from '#db/migrate.ts'
import { startGateway, type TestGateway } from './gateway.ts'

/** A gateway before an embedded database, for the tests of a block. */
export function startTestGateway(): Pick<TestGateway, 'open' | 'addService' | 'addToken'> {
  let connection: DatabaseConnection
  let gateway: TestGateway
  beforeAll(async () => {
    connection = await openDatabase({ dataDir: ':memory:' })
    await migrateDatabase(connection)
    gateway = await startGateway(connection)
  }, 60_000)
  afterAll(async () => {
    await gateway?.close()
    await connection?.close()
  })
  return {
    open: (...given) => gateway.open(...given),
    addService: (...given) => gateway.addService(...given),
    addToken: (...given) => gateway.addToken(...given),
  }
}

/** A JSON-RPC answer as it came. */
export interface Said {
  status: number
  headers: Headers
  type: string
  /** The messages of the answer: one of JSON, all of an event stream. */
  messages: RpcSaid[]
  /** The last of them. */
  message: RpcSaid
}

export interface RpcSaid {
  id?: unknown
  method?: string
  params?: Record<string, unknown>
  result?: Record<string, unknown> & { tools?: Record<string, unknown>[] }
  error?: { code: number; message: string; data?: unknown }
}

/** A request in the envelope and with the headers of the modern era. */
export function modernCall(method: string, params: Record<string, unknown> = {}, meta: Record<string, unknown> = {}) {
  const name = params.name ?? params.uri
  return {
    body: {
      jsonrpc: '2.0',
      id: 1,
      method,
      params: {
        ...params,
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
          'io.modelcontextprotocol/clientCapabilities': {},
          ...meta,
        },
      },
    },
    headers: {
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...(typeof name === 'string' && { 'mcp-name': name }),
    },
  }
}

/** Posts a body, with the token as Bearer, and reads the answer to its end. */
export async function post(
  { url, token }: { url: string; token: string },
  body: unknown,
  { headers = {}, signal }: { headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Said> {
  const response = await fetch(url, {
    method: 'POST',
    headers: callHeaders(token, headers),
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal !== undefined && { signal }),
  })
  const text = await response.text()
  const type = response.headers.get('content-type')?.split(';')[0] ?? ''
  const messages =
    type === 'text/event-stream'
      ? text.split('\n\n').flatMap((event) => {
          const data = event.split('\n').find((line) => line.startsWith('data: '))
          return data === undefined ? [] : [JSON.parse(data.slice('data: '.length))]
        })
      : type === 'application/json'
        ? [JSON.parse(text)]
        : []
  return { status: response.status, headers: response.headers, type, messages, message: messages.at(-1) ?? {} }
}

/** The headers of a call with the token as Bearer. */
export function callHeaders(token: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...more,
  }
}

/** Posts as `post` does, with headers that `fetch` would not send too; the answer is there to be read from its beginning. */
export function openPost(
  { url, token }: { url: string; token: string },
  body: unknown,
  headers: Record<string, string> = {},
  agent?: http.Agent,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    http
      .request(url, { method: 'POST', headers: callHeaders(token, headers), agent }, resolve)
      .on('error', reject)
      .end(JSON.stringify(body))
  })
}

/** A request of the legacy era. */
export function legacyCall(method: string, params?: Record<string, unknown>, id: string | number = 1) {
  return { jsonrpc: '2.0', id, method, ...(params !== undefined && { params }) }
}

/** Waits until something holds; throws after two seconds. */
export async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 2000
  while (!holds()) {
    if (performance.now() > end) throw new Error('it did not come about within two seconds')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
