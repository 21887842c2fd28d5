import type { ServerResponse } from 'node:http'
import type { CallLine } from '../call-line.ts'
import type { Carrier, Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import {
  isAnswer,
  isFailure,
  isNotification,
  isObject,
  isRequest,
  type RpcFailure,
  type RpcNotification,
  type RpcRequest,
  type RpcResult,
  rpcFailure,
} from '../json-rpc.ts'
import { foreignMeta } from '../protocol/envelope.ts'
import { EVENT_STREAM_HEADERS, eventText, write } from '../protocol/event-text.ts'
import { noteAnswer } from '../protocol/note-answer.ts'
import { ownToolCall } from '../protocol/tool-call.ts'
import { refusals } from '../refusals.ts'
import { withSession } from '../session/session-pool.ts'
import { visibleTools } from '../tool-policy.ts'
import { discoverResult, modernAnswer } from './modern-answer.ts'

const LOG_LEVEL = 'io.modelcontextprotocol/logLevel'

/** What the modern era has not, and what needs the service's session to itself. */
const UNKNOWN = /^(?:initialize|ping|logging\/setLevel|resources\/(?:un)?subscribe|subscriptions\/.*|tasks\/.*)$/

/**
 * Carries a modern caller to a legacy service, over a session of ours for its token. The caller's envelope and headers have been
 * checked at the door.
 */
export const bridgeToLegacy: Carrier = async (exchange) => {
  const { request, response, message, line } = exchange
  if (request.method !== 'POST') throw refusals.methodNotAllowed('POST')
  if (isNotification(message)) return void response.writeHead(202).end()
  if (isAnswer(message) || !isRequest(message)) throw refusals.notRpc()
  if (UNKNOWN.test(message.method))
    throw new GatewayError('method_not_carried', `${message.method.slice(0, 80)} is not served here.`, {
      status: 404,
      rpcCode: -32601,
    })
  line.serviceEra = 'legacy'
  const answer = await ask(exchange, message).catch((error: unknown) => {
    if (!response.headersSent || !(error instanceof GatewayError)) throw error
    return rpcFailure(message.id, error.rpcCode, error.message)
  })
  noteAnswer(line, answer)
  send(response, line, answer)
}

function ask(exchange: Exchange, message: RpcRequest): Promise<RpcResult | RpcFailure> {
  const { grant, upstream, response, line, signal } = exchange
  const { id, method } = message
  const params = legacyParams(message)
  const asked = method === 'tools/call' ? ownToolCall(grant.policy, params) : params
  if (method === 'tools/call' && typeof asked.name === 'string') line.tool = asked.name
  const wantsLog = wantsLogOf(message)
  return withSession(grant, upstream, async (session) => {
    if (method === 'server/discover') return { jsonrpc: '2.0', id, result: discoverResult(session.initialized) }
    const onNotification = (notification: RpcNotification) =>
      notification.method === 'notifications/progress' || (wantsLog && notification.method === 'notifications/message')
        ? sendEvent(response, line, notification)
        : undefined
    const answer = await session.request({ method, params: asked }, { signal, onNotification })
    if (method === 'tools/list' && !isFailure(answer) && Array.isArray(answer.result.tools))
      answer.result = { ...answer.result, tools: visibleTools(grant.policy, answer.result.tools) }
    return modernAnswer(method, answer, id, session.initialized)
  })
}

/** The parameters without the envelope; the caller's own keys of `_meta` stay. */
function legacyParams({ params = {} }: RpcRequest): Record<string, unknown> {
  const { _meta, ...rest } = params
  const meta = foreignMeta(_meta)
  return Object.keys(meta).length === 0 ? rest : { ...rest, _meta: meta }
}

function wantsLogOf({ params }: RpcRequest): boolean {
  return isObject(params?._meta) && typeof params._meta[LOG_LEVEL] === 'string'
}

/** A message before the answer: from then on the answer is a stream. */
function sendEvent(response: ServerResponse, line: CallLine, message: RpcNotification): Promise<void> | undefined {
  if (!response.headersSent) response.writeHead(200, EVENT_STREAM_HEADERS)
  return write(response, eventText(message), line)
}

function send(response: ServerResponse, line: CallLine, answer: RpcResult | RpcFailure): void {
  if (response.headersSent) {
    write(response, eventText(answer), line)
    response.end()
    return
  }
  const bytes = Buffer.from(JSON.stringify(answer))
  const status = isFailure(answer) && answer.error.code === -32601 ? 404 : 200
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length })
  response.end(bytes)
  line.bytesOut += bytes.length
}
