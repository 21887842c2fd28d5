import { createMcpHandler, ProtocolError, ProtocolErrorCode, Server } from '@modelcontextprotocol/server'
import type { Serve } from '../http.ts'
import { callTool, type Offer, pageOf } from '../tool.ts'
import { overWeb } from './over-web.ts'

/**
 * The offer by the SDK of the new era.
 * @param eras `both`: clients of the old era are served too. `modern`: they are refused with −32022.
 */
export function modern(offer: Offer, eras: 'both' | 'modern'): Serve {
  const handler = createMcpHandler(() => serverOf(offer), eras === 'modern' ? { legacy: 'reject' } : {})
  return overWeb((request) => handler.fetch(request))
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

function refusing<T>(attempt: () => T): T {
  try {
    return attempt()
  } catch (error) {
    throw error instanceof RangeError ? new ProtocolError(ProtocolErrorCode.InvalidParams, error.message) : error
  }
}
