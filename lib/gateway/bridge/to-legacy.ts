import type { Carrier, Exchange, Upstream } from '../exchange.ts'
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
} from '../json-rpc.ts'
import { foreignMeta } from '../protocol/envelope.ts'
import { headerMismatch } from '../protocol/modern-request.ts'
import { noteAnswer } from '../protocol/note-answer.ts'
import { paramHeaderMismatch } from '../protocol/param-headers.ts'
import { ownToolCall } from '../protocol/tool-call.ts'
import { ToolHeaders } from '../protocol/tool-headers.ts'
import { refusals } from '../refusals.ts'
import { withSession } from '../session/session-pool.ts'
import { allToolsOf } from '../session/session-tools.ts'
import type { UpstreamSession } from '../session/upstream-session.ts'
import { visibleTools } from '../tool-policy.ts'
import { BigModernAnswer } from './big-modern-answer.ts'
import { discoverResult, modernAnswer } from './modern-answer.ts'
import { StreamableSink } from './streamable-sink.ts'

const LOG_LEVEL = 'io.modelcontextprotocol/logLevel'
const METHOD_NOT_FOUND = -32601

/** What the modern era has not, and what needs the service's session to itself. */
const UNKNOWN = /^(?:initialize|ping|logging\/setLevel|resources\/(?:un)?subscribe|subscriptions\/.*|tasks\/.*)$/

/**
 * Carries a modern caller to a legacy service, over a session of ours for its token. The caller's envelope and headers have been
 * checked at the door.
 */
export const bridgeToLegacy: Carrier = async (exchange) => {
  const { request, response, message, line } = exchange
  line.serviceEra = 'legacy'
  if (request.method !== 'POST') throw refusals.methodNotAllowed('POST')
  if (isNotification(message)) return void response.writeHead(202).end()
  if (isAnswer(message) || !isRequest(message)) throw refusals.notRpc()
  if (UNKNOWN.test(message.method)) throw refusals.notCarried(message.method, 404)
  const sink = new StreamableSink(response, line)
  try {
    const answer = await ask(exchange, message, sink)
    if (answer !== undefined) {
      noteAnswer(line, answer)
      await sink.message(answer, isFailure(answer) && answer.error.code === METHOD_NOT_FOUND ? 404 : 200)
    }
    sink.end()
  } catch (error) {
    sink.failOrThrow(message.id, error)
  }
}

/** The answer to a request; undefined when it was too big to be read and has been sent already. */
function ask(
  exchange: Exchange,
  message: RpcRequest,
  sink: StreamableSink,
): Promise<RpcResult | RpcFailure | undefined> {
  const { grant, upstream, signal } = exchange
  const { id, method } = message
  const params = legacyParams(message)
  const asked = method === 'tools/call' ? ownToolCall(grant.policy, params) : params
  const wantsLog = wantsLogOf(message)
  const onNotification = (notification: RpcNotification) =>
    notification.method === 'notifications/progress' || (wantsLog && notification.method === 'notifications/message')
      ? sink.message(notification)
      : undefined
  // A list is read whatever its size, since it is filtered.
  const big = method === 'tools/list' ? {} : { big: new BigModernAnswer(sink, id, method) }
  return withSession(grant, upstream, async (session) => {
    if (method === 'server/discover') return { jsonrpc: '2.0', id, result: discoverResult(session.initialized) }
    if (method === 'tools/call') await checkParamHeaders(exchange, session, asked)
    const answer = await session.request({ method, params: asked }, { signal, onNotification, ...big })
    if (answer === undefined) return undefined
    if (method === 'tools/list' && !isFailure(answer) && Array.isArray(answer.result.tools))
      answer.result = { ...answer.result, tools: visibleTools(grant.policy, answer.result.tools) }
    return modernAnswer(method, answer, id, session.initialized)
  })
}

/** What each service's tools declare; the same for all tokens. */
const declaredHeaders = new WeakMap<Upstream, ToolHeaders>()

/** `Mcp-Param-*` against the arguments, by the tool's schema; read again before a caller is refused. Throws `header_mismatch`. */
async function checkParamHeaders(
  { request, upstream }: Exchange,
  session: UpstreamSession,
  { name, arguments: args }: Record<string, unknown>,
): Promise<void> {
  let declared = declaredHeaders.get(upstream)
  if (declared === undefined) {
    declared = new ToolHeaders()
    declaredHeaders.set(upstream, declared)
  }
  const tool = String(name)
  const read = () => allToolsOf(session, {}, NEVER)
  const mismatch = () => paramHeaderMismatch(declared.of(tool) ?? [], args, request.headers)
  if (declared.of(tool) === undefined) await declared.read(read)
  if (mismatch() === undefined) return
  await declared.read(read)
  const missed = mismatch()
  if (missed !== undefined)
    throw headerMismatch(`The header Mcp-Param-${missed.name} is missing or says something else than the body.`)
}

const NEVER = new AbortController().signal

/** The parameters without the envelope; the caller's own keys of `_meta` stay. */
function legacyParams({ params = {} }: RpcRequest): Record<string, unknown> {
  const { _meta, ...rest } = params
  const meta = foreignMeta(_meta)
  return Object.keys(meta).length === 0 ? rest : { ...rest, _meta: meta }
}

function wantsLogOf({ params }: RpcRequest): boolean {
  return isObject(params?._meta) && typeof params._meta[LOG_LEVEL] === 'string'
}
