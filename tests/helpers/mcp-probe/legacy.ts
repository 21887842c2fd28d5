import { randomUUID } from 'node:crypto'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import {
  CallToolRequestSchema,
  ListToolsRequestSchema,
  type ServerNotification,
  SetLevelRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { answer, rpcError, type Serve } from '#sandbox/mcp/http.ts'
import { callTool, pageOf, QUESTION, say, TOOLS } from './tools.ts'

/** The probe by the SDK of the legacy era over Streamable HTTP. */
export function legacy({ sessions, json }: { sessions: boolean; json: boolean }): Serve & { drop(): void } {
  const open = new Map<string, StreamableHTTPServerTransport>()
  const serve: Serve = async (exchange) => {
    const { request, response, message } = exchange
    const id = request.headers['mcp-session-id']
    if (sessions && typeof id === 'string') {
      const known = open.get(id)
      return known
        ? known.handleRequest(request, response, message)
        : rpcError(exchange, 404, -32001, 'Session not found')
    }
    if (sessions && exchange.rpc.method !== 'initialize')
      return rpcError(exchange, 400, -32000, 'Bad Request: no session')
    if (!sessions && request.method !== 'POST') return rpcError(exchange, 405, -32000, 'Method not allowed.')
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: sessions ? randomUUID : undefined,
      enableJsonResponse: json,
      onsessioninitialized: (given) => void open.set(given, transport),
    })
    transport.onclose = () => void open.delete(transport.sessionId ?? '')
    await probeServer().connect(transport)
    await transport.handleRequest(request, response, message)
  }
  /** Forgets every session, as a restart does. */
  return Object.assign(serve, { drop: () => open.clear() })
}

/** The probe over the older transport; `<path>/messages` takes the posts. */
export function sse(path: string): Serve & { drop(): void } {
  const streams = new Map<string, SSEServerTransport>()
  const serve: Serve = async (exchange) => {
    const { request, response, message } = exchange
    if (request.method === 'GET') {
      const transport = new SSEServerTransport(`${path}/messages`, response)
      streams.set(transport.sessionId, transport)
      transport.onclose = () => void streams.delete(transport.sessionId)
      return probeServer().connect(transport)
    }
    if (exchange.path === path) return answer(exchange, 405, 'text/plain', 'Method Not Allowed')
    const id = new URL(request.url ?? '/', 'http://probe').searchParams.get('sessionId')
    const transport = streams.get(id ?? '')
    if (transport === undefined) return answer(exchange, 404, 'text/plain', 'Session not found')
    await transport.handlePostMessage(request, response, message)
  }
  return Object.assign(serve, { drop: () => streams.clear() })
}

function probeServer(): Server {
  const server = new Server(
    { name: 'probe-legacy', version: '1.0.0' },
    { capabilities: { tools: { listChanged: true }, logging: {} }, instructions: 'a probe' },
  )
  server.setRequestHandler(ListToolsRequestSchema, ({ params }) => pageOf(TOOLS, params?.cursor))
  server.setRequestHandler(SetLevelRequestSchema, () => ({}))
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification, requestId }) => {
    const notify = (method: string, more: Record<string, unknown>) =>
      sendNotification({ method, params: more } as unknown as ServerNotification)
    const result = await callTool(params.name, params.arguments, {
      signal,
      progressToken: params._meta?.progressToken,
      progress: (more) => notify('notifications/progress', more),
      log: (data) => notify('notifications/message', { level: 'info', data }),
      ask: async () => {
        const { action, content } = await server.elicitInput(QUESTION, { relatedRequestId: requestId })
        return say(`${action}: ${content?.name ?? ''}`)
      },
      changed: () => server.sendToolListChanged(),
    })
    return result as Record<string, unknown>
  })
  return server
}
