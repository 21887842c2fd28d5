import type { JsonObject } from '../../json.ts'
import type { Context } from '../context.ts'
import { Crash, ValueProblem } from '../http.ts'
import type { McpTool } from '../state.ts'
import { McpAuthFailure, McpFailure } from './failures.ts'
import { Wire } from './http.ts'
import { protocolOf, resultOf, toolsOf } from './messages.ts'
import { sse } from './sse.ts'
import { streamable } from './streamable.ts'
import type { Connecting, Target, Transport } from './transport.ts'

/**
 * Connects to an MCP server as the release does and ends the connection again: the handshake alone.
 * @throws McpAuthFailure, McpFailure, ValueProblem, or Crash for a protocol version that Dify does not know.
 */
export async function handshake(context: Context, target: Target): Promise<void> {
  await connected(context, target, async () => {})
}

/** The same, and the first page of the server's tools: Dify asks for no other. */
export function firstPage(context: Context, target: Target): Promise<McpTool[]> {
  return connected(context, target, async (transport) => {
    const answer = await transport.request({ method: 'tools/list', jsonrpc: '2.0', id: 1 })
    return toolsOf(resultOf(answer), context.traits.pydantic)
  })
}

async function connected<T>(context: Context, target: Target, use: (transport: Transport) => Promise<T>): Promise<T> {
  const wire = new Wire()
  const over = new AbortController()
  const timer = setTimeout(() => over.abort(new ValueProblem('timed out')), context.patience.hangMs)
  const { release, patience } = context
  try {
    const transport = await open(context, { target, release, patience, wire, signal: over.signal })
    try {
      return await use(transport)
    } finally {
      await transport.close()
    }
  } finally {
    clearTimeout(timer)
    over.abort()
    wire.close()
  }
}

/** The last segment of the path picks the transport: `mcp`, `sse`, and for all others first SSE, then the other. */
async function open(context: Context, connecting: Connecting): Promise<Transport> {
  const segment = new URL(connecting.target.url).pathname.replace(/\/+$/, '').split('/').at(-1)
  if (segment === 'mcp') return initialized(context, streamable(connecting))
  if (segment === 'sse') return initialized(context, await sse(connecting))
  try {
    return await initialized(context, await sse(connecting))
  } catch (error) {
    const falls = error instanceof McpFailure || (error instanceof ValueProblem && context.traits.noEndpointFallsBack)
    if (!falls) throw error
    return initialized(context, streamable(connecting))
  }
}

async function initialized({ release }: Context, transport: Transport): Promise<Transport> {
  const { traits, version } = release
  const capabilities: JsonObject = traits.claimsCapabilities ? { sampling: {}, roots: { listChanged: true } } : {}
  const params = {
    protocolVersion: traits.protocolOffered,
    capabilities,
    clientInfo: { name: 'Dify', version },
  }
  const answer = await transport.request({ method: 'initialize', params, jsonrpc: '2.0', id: 0 })
  const protocol = protocolOf(resultOf(answer), traits.pydantic)
  if (!traits.protocolsAccepted.includes(protocol)) {
    await transport.close()
    throw new Crash(`Unsupported protocol version from the server: ${protocol}`)
  }
  transport.opened()
  try {
    await transport.notify({ method: 'notifications/initialized', jsonrpc: '2.0' })
  } catch (error) {
    await transport.close()
    // The real one has no request left that it could give this error to.
    if (error instanceof McpFailure || error instanceof McpAuthFailure) {
      throw new ValueProblem(`Received response with an unknown request ID: ${error.message}`)
    }
    throw error
  }
  return transport
}
