import { isFailure, isObject, type RpcFailure, type RpcId, type RpcResult, rpcFailure, rpcResult } from '../json-rpc.ts'
import { agreedLegacyVersion } from '../protocol/versions.ts'

const MISSING_CAPABILITY = -32021
/** What the modern era asks for, by the key of a capability or the method of a request, in words for people. */
const NEEDS: Record<string, string> = {
  elicitation: 'an answer of its user (elicitation)',
  sampling: 'a completion by the platform’s model (sampling)',
  roots: 'the platform’s folders (roots)',
}

/**
 * An answer of the modern era as a legacy caller can read it: without the fields of the newer era, and with a sentence in place of a
 * question that cannot be put to the caller.
 */
export function legacyAnswer(method: string, answer: RpcResult | RpcFailure, id: RpcId): RpcResult | RpcFailure {
  if (isFailure(answer)) {
    const { code, data } = answer.error
    if (code === MISSING_CAPABILITY)
      return unanswerable(method, id, needsOf(isObject(data) ? data.requiredCapabilities : {}))
    return { ...answer, id }
  }
  const { result } = answer
  if (result.resultType === 'input_required') return unanswerable(method, id, needsOf(methodsOf(result.inputRequests)))
  const { resultType: _type, ttlMs: _ttl, cacheScope: _scope, ...rest } = result
  // Allowed as any JSON since 2026-07-28; older clients refuse the whole result. Its text form stands in `content`.
  if ('structuredContent' in rest && !isObject(rest.structuredContent)) delete rest.structuredContent
  return rpcResult(id, rest)
}

/** What a legacy caller is told at its handshake, of what is known of the service, in the version that both know. */
export function legacyHandshake(
  { capabilities, serverInfo, instructions }: Record<string, unknown>,
  offered: unknown,
): Record<string, unknown> {
  return {
    protocolVersion: agreedLegacyVersion(offered),
    capabilities: legacyCapabilities(capabilities),
    serverInfo: isObject(serverInfo) ? serverInfo : { name: 'service', version: '0' },
    ...(typeof instructions === 'string' && { instructions }),
  }
}

/** The capabilities of the handshake: without what a caller that has no session cannot use. */
export function legacyCapabilities(capabilities: unknown): Record<string, unknown> {
  if (!isObject(capabilities)) return {}
  const { logging: _log, extensions: _extensions, tasks: _tasks, ...rest } = capabilities
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => {
      if (!isObject(value)) return [key, value]
      const { listChanged: _list, subscribe: _subscribe, ...kept } = value
      return [key, kept]
    }),
  )
}

function unanswerable(method: string, id: RpcId, needs: string): RpcResult | RpcFailure {
  const sentence = `This needs ${needs}, which cannot be asked for on this connection.`
  if (method !== 'tools/call') return rpcFailure(id, -32603, sentence)
  return rpcResult(id, { content: [{ type: 'text', text: sentence }], isError: true })
}

function needsOf(capabilities: unknown): string {
  const keys = isObject(capabilities) ? Object.keys(capabilities) : []
  const words = keys.map((key) => (Object.hasOwn(NEEDS, key) ? NEEDS[key] : `«${key.slice(0, 40)}»`))
  return words.length === 0 ? 'more input' : words.join(' and ')
}

/** The capability that each question of a service wants: `elicitation/create` → `elicitation`. */
function methodsOf(inputRequests: unknown): Record<string, true> {
  const requests = isObject(inputRequests) ? Object.values(inputRequests) : []
  return Object.fromEntries(
    requests.flatMap((one) => {
      const capability = isObject(one) && typeof one.method === 'string' ? one.method.split('/')[0] : undefined
      return capability === undefined ? [] : [[capability, true as const]]
    }),
  )
}
