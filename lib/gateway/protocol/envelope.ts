import { CLIENT_INFO } from '#lib/mcp/index.ts'
import { isObject, type RpcRequest } from '../json-rpc.ts'
import { encodeHeaderValue } from './header-values.ts'
import { mcpNameOf } from './modern-request.ts'
import { MODERN_VERSION } from './versions.ts'

/** Keys of `_meta` that belong to the protocol itself. */
const RESERVED = 'io.modelcontextprotocol/'

/** No capability: a conforming service then never asks for input, which a caller without a session could not give. */
const ENVELOPE = {
  [`${RESERVED}protocolVersion`]: MODERN_VERSION,
  [`${RESERVED}clientInfo`]: CLIENT_INFO,
  [`${RESERVED}clientCapabilities`]: {},
}

/** A request as the modern era has it: with our envelope, the caller's other keys of `_meta` kept (`progressToken` among them). */
export function withEnvelope(message: RpcRequest): RpcRequest {
  const { _meta, ...params } = message.params ?? {}
  return {
    jsonrpc: '2.0',
    id: message.id,
    method: message.method,
    params: { ...params, _meta: { ...foreignMeta(_meta), ...ENVELOPE } },
  }
}

/** `_meta` without the protocol's own keys. */
export function foreignMeta(meta: unknown): Record<string, unknown> {
  if (!isObject(meta)) return {}
  return Object.fromEntries(Object.entries(meta).filter(([key]) => !key.startsWith(RESERVED)))
}

/** The headers that a modern request needs beside its body. */
export function modernHeaders(message: RpcRequest): Record<string, string> {
  const name = mcpNameOf(message)
  return {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': MODERN_VERSION,
    'mcp-method': encodeHeaderValue(message.method),
    ...(name !== undefined && { 'mcp-name': encodeHeaderValue(name) }),
  }
}
