import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Era, Transport } from '#lib/mcp/index.ts'
import { isObject } from '#sandbox/json.ts'
import { answer, readExchange, type Serve } from '#sandbox/mcp/http.ts'
import { legacy, sse } from './legacy.ts'
import { modern } from './modern.ts'
import { TOOLS, WIDE_TOOL } from './tools.ts'

/** One request as it arrived. */
interface WireRow {
  http: string
  rpc: string | undefined
  id: unknown
  params: Record<string, unknown> | undefined
  headers: http.IncomingHttpHeaders
  /** Whether the connection was closed before the answer had ended; undefined while it runs. */
  cut: boolean | undefined
}

/** How the probe is registered as a service, by kind. */
const KINDS = {
  stateful: { path: '/stateful/mcp', transport: 'streamable_http', eras: ['legacy'] },
  stateless: { path: '/stateless/mcp', transport: 'streamable_http', eras: ['legacy'] },
  json: { path: '/json/mcp', transport: 'streamable_http', eras: ['legacy'] },
  sse: { path: '/sse', transport: 'sse', eras: ['legacy'] },
  dual: { path: '/dual/mcp', transport: 'streamable_http', eras: ['legacy', 'modern'] },
  modern: { path: '/modern/mcp', transport: 'streamable_http', eras: ['modern'] },
  wide: { path: '/wide/mcp', transport: 'streamable_http', eras: ['modern'] },
} as const satisfies Record<string, { path: string; transport: Transport; eras: readonly Era[] }>
export type ProbeKind = keyof typeof KINDS

export interface Probe {
  readonly origin: string
  /** A service as a check would have registered it. */
  service(kind: ProbeKind): { url: string; transport: Transport; eras: Era[] }
  /** What arrived since the test began, oldest first. */
  readonly wire: readonly WireRow[]
  /** Makes a service with sessions forget them. */
  forgetSessions(kind: 'stateful' | 'sse'): void
}

/** MCP servers of every kind with the same 25 tools in 3 pages, for the tests of a file. */
export function startMcpProbe(): Probe {
  const wire: WireRow[] = []
  const stateful = legacy({ sessions: true, json: false })
  const overSse = sse('/sse')
  const serve: Record<string, Serve> = {
    stateful,
    stateless: legacy({ sessions: false, json: false }),
    json: legacy({ sessions: false, json: true }),
    sse: overSse,
    dual: modern('both'),
    modern: modern('modern'),
    wide: modern('modern', [WIDE_TOOL, ...TOOLS]),
  }
  const server = http.createServer(async (request, response) => {
    const exchange = await readExchange(request, response)
    wire.push(noted(exchange.message, request, response))
    const kind = serve[exchange.path.split('/')[1] ?? '']
    if (kind === undefined) return answer(exchange, 404, 'text/plain', 'Not Found')
    await kind(exchange)
  })
  let origin = ''
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  beforeEach(() => void wire.splice(0))
  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    get origin() {
      return origin
    },
    service(kind) {
      const { path, transport, eras } = KINDS[kind]
      return { url: `${origin}${path}`, transport, eras: [...eras] }
    },
    wire,
    forgetSessions: (kind) => (kind === 'sse' ? overSse : stateful).drop(),
  }
}

function noted(message: unknown, request: http.IncomingMessage, response: http.ServerResponse): WireRow {
  const { method, id, params } = isObject(message as never) ? (message as Record<string, unknown>) : {}
  const row: WireRow = {
    http: request.method ?? '',
    rpc: typeof method === 'string' ? method : undefined,
    id,
    params: params as Record<string, unknown> | undefined,
    headers: request.headers,
    cut: undefined,
  }
  response.once('close', () => {
    row.cut = !response.writableFinished
  })
  return row
}
