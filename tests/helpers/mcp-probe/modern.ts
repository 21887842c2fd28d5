import {
  type CallToolResult,
  createMcpHandler,
  inputRequired,
  type ListToolsResult,
  Server,
} from '@modelcontextprotocol/server'
import type { Serve } from '#sandbox/mcp/http.ts'
import { overWeb } from '#sandbox/mcp/serve/over-web.ts'
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

  return overWeb((request) => handler.fetch(request))
}
