import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GatewayError } from './gateway-error.ts'
import { isObject, isRpcId, type RpcId, rpcFailure } from './json-rpc.ts'

/**
 * Answers with an error as JSON-RPC, to the request of `message` or to each of a batch. What would be 200 is 502, or 400 where the
 * request itself was at fault, if nobody waits for a JSON-RPC answer. Once something was sent, the connection is broken off instead,
 * so that nobody takes half an answer for a whole one.
 */
export function answerError(response: ServerResponse, error: GatewayError, message: unknown): void {
  if (response.headersSent) {
    if (!response.writableEnded) response.destroy()
    return
  }
  const ids = (Array.isArray(message) ? message : [message]).map(idOf).filter((id) => id !== null)
  const isBatch = Array.isArray(message) && error.status === 200 && ids.length > 0
  const body = JSON.stringify(
    isBatch ? ids.map((id) => failure(error, id)) : failure(error, Array.isArray(message) ? null : (ids[0] ?? null)),
  )
  const unawaited = error.rpcCode === -32603 ? 502 : 400
  response.writeHead(error.status === 200 && ids.length === 0 ? unawaited : error.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...error.headers,
  })
  response.end(body)
}

/** How long the rest of a body that nobody wants is swallowed, so that its sender gets to read the answer. */
const SWALLOW_MS = 2000

/** To be called before a request is answered whose body has not come to its end: after a while its connection is closed. */
export function leaveUnread(request: IncomingMessage): void {
  request.on('error', () => undefined).resume()
  setTimeout(() => {
    if (!request.complete) request.socket.destroy()
  }, SWALLOW_MS).unref()
}

function failure(error: GatewayError, id: RpcId | null) {
  return rpcFailure(id, error.rpcCode, error.message, error.data)
}

/** The id of a request; null for anything else. */
function idOf(message: unknown): RpcId | null {
  return isObject(message) && typeof message.method === 'string' && isRpcId(message.id) ? message.id : null
}
