/** JSON-RPC 2.0 as MCP uses it: shapes and guards for what comes over the wire, which may be anything. */

export type RpcId = string | number

export interface RpcRequest {
  jsonrpc: '2.0'
  id: RpcId
  method: string
  params?: Record<string, unknown>
}

export interface RpcNotification {
  jsonrpc: '2.0'
  method: string
  params?: Record<string, unknown>
}

export interface RpcResult {
  jsonrpc: '2.0'
  id: RpcId
  result: Record<string, unknown>
}

export interface RpcFailure {
  jsonrpc: '2.0'
  id: RpcId | null
  error: { code: number; message: string; data?: unknown }
}

export type RpcMessage = RpcRequest | RpcNotification | RpcResult | RpcFailure

export function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

export function isRpcId(value: unknown): value is RpcId {
  return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))
}

export function isRequest(message: unknown): message is RpcRequest {
  return isNotificationShaped(message) && isRpcId((message as { id?: unknown }).id)
}

export function isNotification(message: unknown): message is RpcNotification {
  return isNotificationShaped(message) && !('id' in message)
}

/** A result or an error that answers a request. */
export function isAnswer(message: unknown): message is RpcResult | RpcFailure {
  return (
    isObject(message) &&
    message.jsonrpc === '2.0' &&
    !('method' in message) &&
    (isObject(message.result) || isFailure(message))
  )
}

export function isFailure(message: unknown): message is RpcFailure {
  return (
    isObject(message) && message.jsonrpc === '2.0' && isObject(message.error) && typeof message.error.code === 'number'
  )
}

/** Requests of the handshake and for a sign of life; the limit of a token is on everything else that is asked. */
const UNCOUNTED = new Set(['initialize', 'ping', 'server/discover'])

/** Whether a message counts against a token's calls a minute. */
export function countsAsCall(message: unknown): boolean {
  return isRequest(message) && !UNCOUNTED.has(message.method)
}

export function rpcResult(id: RpcId, result: Record<string, unknown>): RpcResult {
  return { jsonrpc: '2.0', id, result }
}

export function rpcFailure(id: RpcId | null, code: number, message: string, data?: unknown): RpcFailure {
  return { jsonrpc: '2.0', id, error: { code, message, ...(data !== undefined && { data }) } }
}

function isNotificationShaped(message: unknown): message is RpcNotification {
  return (
    isObject(message) &&
    message.jsonrpc === '2.0' &&
    typeof message.method === 'string' &&
    (message.params === undefined || isObject(message.params))
  )
}
