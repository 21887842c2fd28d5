import { isObject, type Json, type JsonObject } from '../../json.ts'
import { answer, type Exchange, result, rpcError, type Serve } from '../http.ts'

const MODERN = '2026-07-28'
const PING = { name: 'ping', description: 'Answers pong', inputSchema: { type: 'object', properties: {} } }
const COMPLETE = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' }

/** What a hand-made server of the old eras does differently from a right one. */
interface Differences {
  /** The protocol version that it answers, whatever was offered. */
  readonly version?: string
  readonly tools?: Json
  /** How it writes a result; in JSON otherwise. */
  readonly write?: (exchange: Exchange, value: Json) => void
  /** Asked before everything else; true when it has answered. */
  readonly before?: (exchange: Exchange) => boolean
}

/** Servers that speak MCP, each with one thing wrong. By name. */
export const PROTOCOL: Readonly<Record<string, Serve>> = {
  /** Speaks only a version that nobody knows yet. */
  future: (exchange) => unsupported(exchange, '2027-06-01'),
  /** Of the new era, and says so to `initialize` in the words of the specification. */
  'future-initialize': (exchange) => {
    if (exchange.rpc.method === 'initialize') unsupported(exchange, MODERN)
    else if (exchange.rpc.method === 'tools/list') result(exchange, { ...COMPLETE, tools: [PING] })
    else otherwiseModern(exchange)
  },
  /** A tool list whose cursor never ends and never repeats. */
  'endless-list': (exchange) => {
    const { params } = isObject(exchange.message) ? exchange.message : {}
    const page = Number(isObject(params) ? (params.cursor ?? 0) : 0)
    const tools = [{ ...PING, name: `ping_${page}` }]
    if (exchange.rpc.method === 'tools/list') result(exchange, { ...COMPLETE, tools, nextCursor: String(page + 1) })
    else otherwiseModern(exchange)
  },
  /** Its second tool has no name. */
  'malformed-tool': legacy({ tools: [PING, { description: 'nameless', inputSchema: { type: 'object' } }] }),
  'no-tools': legacy({ tools: [] }),
  'answers-2024-11-05': legacy({ version: '2024-11-05' }),
  'answers-2025-11-25': legacy({ version: '2025-11-25' }),
  'answers-2026-07-28': legacy({ version: MODERN }),
  'answers-unknown': legacy({ version: '1999-12-31' }),
  /** Takes nothing after the handshake without the header that the specification demands. */
  'demands-version': legacy({
    before(exchange) {
      const { method } = exchange.rpc
      const missing = method !== 'initialize' && exchange.request.headers['mcp-protocol-version'] === undefined
      if (missing) rpcError(exchange, 400, -32000, 'Bad Request: MCP-Protocol-Version header is required')
      return missing
    },
  }),
  /** Its event streams begin with an event of empty data. */
  'empty-event': legacy({
    write: (exchange, value) => {
      const message = JSON.stringify({ jsonrpc: '2.0', id: exchange.rpc.id, result: value })
      answer(exchange, 200, 'text/event-stream', `id: 1\ndata: \n\nevent: message\ndata: ${message}\n\n`)
    },
  }),
}

function legacy({ version, tools = [PING], write = result, before }: Differences): Serve {
  return (exchange) => {
    const { request, rpc, message } = exchange
    if (request.method !== 'POST') return answer(exchange, 405, 'text/plain', 'Method Not Allowed')
    if (rpc.method === 'server/discover') return rpcError(exchange, 400, -32000, 'Bad Request: Server not initialized')
    if (before?.(exchange)) return
    const { params } = isObject(message) ? message : {}
    if (rpc.id === null) return void exchange.response.writeHead(202).end()
    switch (rpc.method) {
      case 'initialize': {
        const protocolVersion = version ?? (isObject(params) ? params.protocolVersion : undefined)
        const serverInfo = { name: 'sandbox-hand-made', version: '1.0.0' }
        return write(exchange, { protocolVersion, capabilities: { tools: {} }, serverInfo } satisfies JsonObject)
      }
      case 'tools/list':
        return write(exchange, { tools })
      case 'tools/call':
        return write(exchange, { content: [{ type: 'text', text: 'pong' }] })
      default:
        return rpcError(exchange, 200, -32601, 'Method not found')
    }
  }
}

function unsupported(exchange: Exchange, supported: string): void {
  const { params } = isObject(exchange.message) ? exchange.message : {}
  const requested = (isObject(params) ? params.protocolVersion : undefined) ?? MODERN
  const message = `Unsupported protocol version: ${String(requested)}`
  rpcError(exchange, 400, -32022, message, { supported: [supported], requested })
}

/** The methods that every server of the new era here answers alike. */
function otherwiseModern(exchange: Exchange): void {
  const serverInfo = { name: 'sandbox-hand-made', version: '1.0.0' }
  switch (exchange.rpc.method) {
    case 'server/discover':
      result(exchange, {
        ...COMPLETE,
        supportedVersions: [MODERN],
        capabilities: { tools: {} },
        _meta: { 'io.modelcontextprotocol/serverInfo': serverInfo },
      })
      break
    case 'tools/call':
      result(exchange, { resultType: 'complete', content: [{ type: 'text', text: 'pong' }] })
      break
    default:
      rpcError(exchange, 404, -32601, 'Method not found')
  }
}
