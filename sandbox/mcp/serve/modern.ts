import { createMcpHandler, ProtocolError, ProtocolErrorCode, Server } from '@modelcontextprotocol/server'
import type { Exchange, Serve } from '../http.ts'
import { callTool, type Offer, pageOf } from '../tool.ts'

/**
 * The offer by the SDK of the new era.
 * @param eras `both`: clients of the old era are served too. `modern`: they are refused with −32022.
 */
export function modern(offer: Offer, eras: 'both' | 'modern'): Serve {
  const handler = createMcpHandler(() => serverOf(offer), eras === 'modern' ? { legacy: 'reject' } : {})
  return async (exchange) => {
    const { response } = exchange
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const answer = await handler.fetch(asRequest(exchange, gone.signal))
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    for await (const chunk of answer.body ?? []) {
      if (gone.signal.aborted) break
      response.write(chunk)
    }
    response.end()
  }
}

function serverOf(offer: Offer): Server {
  const server = new Server({ name: offer.name, version: '1.0.0' }, { capabilities: { tools: {} } })
  server.setRequestHandler('tools/list', ({ params }) => listed(offer, params?.cursor))
  server.setRequestHandler('tools/call', ({ params }) => {
    const { content, isError } = refusing(() => callTool(offer, params.name, params.arguments))
    return { content, ...(isError && { isError }) }
  })
  return server
}

function listed(offer: Offer, cursor: string | undefined) {
  const { tools, nextCursor } = refusing(() => pageOf(offer, cursor))
  const described = tools.map((tool) => ({ ...tool, inputSchema: { ...tool.inputSchema, type: 'object' as const } }))
  return { tools: described, ...(nextCursor !== undefined && { nextCursor }) }
}

function asRequest({ request, body }: Exchange, signal: AbortSignal): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value)
  const { method = 'GET' } = request
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`)
  return new Request(url, { method, headers, signal, ...(method === 'POST' && { body }) })
}

function refusing<T>(attempt: () => T): T {
  try {
    return attempt()
  } catch (error) {
    throw error instanceof RangeError ? new ProtocolError(ProtocolErrorCode.InvalidParams, error.message) : error
  }
}
