import { isFailure, isObject, type RpcFailure, type RpcId, type RpcResult } from '../json-rpc.ts'
import { mendTool } from '../protocol/merge-tools.ts'
import { MODERN_VERSION, SERVER_INFO_KEY } from '../protocol/versions.ts'
import { legacyCapabilities } from './legacy-answer.ts'

const RESOURCE_NOT_FOUND = -32002

/** Results that say how long they may be kept: what a legacy service says is not known to last, and belongs to its session. */
const CACHED = new Set([
  'server/discover',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'resources/read',
])

/** An answer of a legacy service as a modern caller expects it. `initialized` is what the service said at its handshake. */
export function modernAnswer(
  method: string,
  answer: RpcResult | RpcFailure,
  id: RpcId,
  initialized: Record<string, unknown>,
): RpcResult | RpcFailure {
  if (isFailure(answer)) {
    const { code } = answer.error
    return { ...answer, id, error: { ...answer.error, code: code === RESOURCE_NOT_FOUND ? -32602 : code } }
  }
  return { jsonrpc: '2.0', id, result: modernResult(method, answer.result, initialized) }
}

/** The answer to `server/discover`: what the handshake said, without what needs the session itself. */
export function discoverResult(initialized: Record<string, unknown>): Record<string, unknown> {
  const { capabilities, instructions } = initialized
  const { logging } = isObject(capabilities) ? capabilities : {}
  const result = {
    supportedVersions: [MODERN_VERSION],
    capabilities: { ...legacyCapabilities(capabilities), ...(logging !== undefined && { logging }) },
    ...(typeof instructions === 'string' && { instructions }),
  }
  return modernResult('server/discover', result, initialized)
}

/** The fields that every result of a method has in the modern era. */
export function modernFields(method: string): Record<string, unknown> {
  return { resultType: 'complete', ...(CACHED.has(method) && { ttlMs: 0, cacheScope: 'private' }) }
}

function modernResult(
  method: string,
  result: Record<string, unknown>,
  { serverInfo }: Record<string, unknown>,
): Record<string, unknown> {
  const meta = isObject(result._meta) ? result._meta : {}
  return {
    ...result,
    ...(method === 'tools/list' && Array.isArray(result.tools) && { tools: result.tools.map(mendTool) }),
    ...modernFields(method),
    _meta: { ...meta, ...(isObject(serverInfo) && { [SERVER_INFO_KEY]: serverInfo }) },
  }
}
