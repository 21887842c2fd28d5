import {
  type CallToolResult,
  createMcpHandler,
  inputRequired,
  type ListToolsResult,
  Server,
} from '@modelcontextprotocol/server'
import type { Exchange, Serve } from '#sandbox/mcp/http.ts'
import { callTool, type ProbeTool, pageOf, QUESTION, say, TOOLS } from './tools.ts'

/** The probe by the SDK of the modern era. `eras`: `both` serves legacy clients too, `modern` refuses them. */
export function modern(eras: 'both' | 'modern', tools: readonly ProbeTool[] = TOOLS): Serve {
  const handler = createMcpHandler(() => probeServer(), eras === 'modern' ? { legacy: 'reject' } : {})

  function probeServer(): Server {
    const server = new Server(
      { name: 'probe-modern', version: '1.0.0' },
      {
        capabilities: { tools: { listChanged: true }, logging: {} },
        instructions: 'a probe',
        cacheHints: { 'tools/list': { ttlMs: 60_000, cacheScope: 'public' } },
      },
    )
    server.setRequestHandler('tools/list', ({ params }) => pageOf(tools, params?.cursor) as ListToolsResult)
    server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
      const result = await callTool(params.name, params.arguments, {
        signal: mcpReq.signal,
        progressToken: params._meta?.progressToken,
        progress: (more) => mcpReq.notify({ method: 'notifications/progress', params: more } as never),
        log: (data) => mcpReq.log('info', data),
        ask: () => {
          const got = mcpReq.inputResponses?.who as { action?: string; content?: { name?: string } } | undefined
          if (got !== undefined) return say(`${got.action}: ${got.content?.name ?? ''}`)
          return inputRequired({ inputRequests: { who: inputRequired.elicit(QUESTION) }, requestState: 'probe-state' })
        },
        changed: () => handler.notify.toolsChanged(),
      })
      return result as CallToolResult
    })
    return server
  }

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

function asRequest({ request, body }: Exchange, signal: AbortSignal): Request {
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  const method = request.method ?? 'GET'
  return new Request(`http://probe${request.url}`, { method, headers, signal, ...(method === 'POST' && { body }) })
}
