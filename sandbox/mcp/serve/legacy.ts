import { randomUUID } from 'node:crypto'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import {
  CallToolRequestSchema,
  ErrorCode,
  isInitializeRequest,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js'
import { answer, rpcError, type Serve } from '../http.ts'
import { callTool, type Offer, pageOf } from '../tool.ts'

/** The offer by the SDK of the old eras over Streamable HTTP, with a session for each client that initializes. */
export function withSessions(offer: Offer): Serve {
  const sessions = new Map<string, StreamableHTTPServerTransport>()
  return async (exchange) => {
    const { request, response, message } = exchange
    const id = request.headers['mcp-session-id']
    if (typeof id === 'string') {
      const known = sessions.get(id)
      if (!known) return rpcError(exchange, 404, -32001, 'Session not found')
      return known.handleRequest(request, response, message)
    }
    if (!isInitializeRequest(message)) return rpcError(exchange, 400, -32000, 'Bad Request: no session')
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (given) => void sessions.set(given, transport),
    })
    transport.onclose = () => void sessions.delete(transport.sessionId ?? '')
    await serverOf(offer).connect(transport)
    await transport.handleRequest(request, response, message)
  }
}

/** The same without sessions: each POST stands alone, and is answered in JSON or as an event stream. */
export function withoutSessions(offer: Offer, form: 'json' | 'events'): Serve {
  return async (exchange) => {
    const { request, response, message } = exchange
    if (request.method !== 'POST') return rpcError(exchange, 405, -32000, 'Method not allowed.')
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: undefined,
      enableJsonResponse: form === 'json',
    })
    response.once('close', () => void transport.close())
    await serverOf(offer).connect(transport)
    await transport.handleRequest(request, response, message)
  }
}

/** The offer over the old transport of HTTP and SSE. `path` is where the stream is; `<path>/messages` takes the posts. */
export function overSse(offer: Offer, path: string): Serve {
  const streams = new Map<string, SSEServerTransport>()
  return async (exchange) => {
    const { request, response, message } = exchange
    if (exchange.path === path) {
      if (request.method !== 'GET') return answer(exchange, 405, 'text/plain', 'Method Not Allowed')
      const transport = new SSEServerTransport(`${path}/messages`, response)
      streams.set(transport.sessionId, transport)
      transport.onclose = () => void streams.delete(transport.sessionId)
      return serverOf(offer).connect(transport)
    }
    const id = new URL(request.url ?? '/', 'http://sandbox').searchParams.get('sessionId')
    const transport = streams.get(id ?? '')
    if (!transport) return answer(exchange, 404, 'text/plain', 'Session not found')
    await transport.handlePostMessage(request, response, message)
  }
}

function serverOf(offer: Offer): Server {
  const server = new Server({ name: offer.name, version: '1.0.0' }, { capabilities: { tools: {} } })
  server.setRequestHandler(ListToolsRequestSchema, ({ params }) => ({
    ...refusing(() => pageOf(offer, params?.cursor)),
  }))
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => ({
    ...refusing(() => callTool(offer, params.name, params.arguments)),
  }))
  return server
}

function refusing<T>(attempt: () => T): T {
  try {
    return attempt()
  } catch (error) {
    throw error instanceof RangeError ? new McpError(ErrorCode.InvalidParams, error.message) : error
  }
}
