import type { UpstreamAnswer } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import {
  isAnswer,
  isFailure,
  isNotification,
  isObject,
  type RpcFailure,
  type RpcNotification,
  type RpcRequest,
  type RpcResult,
  rpcResult,
} from '../json-rpc.ts'
import { legacyToolList } from '../protocol/merge-tools.ts'
import { noteAnswer } from '../protocol/note-answer.ts'
import { answerForm, answerIn, malformed, parseJson, statusFault } from '../protocol/read-answer.ts'
import { RefusedByService } from '../protocol/refused-by-service.ts'
import { eventSplitter } from '../protocol/split-events.ts'
import { ownToolCall } from '../protocol/tool-call.ts'
import { SERVER_INFO_KEY } from '../protocol/versions.ts'
import { refusals } from '../refusals.ts'
import { legacyAnswer, legacyHandshake } from './legacy-answer.ts'
import type { LegacyCall, LegacySink } from './legacy-sink.ts'
import { type ModernService, modernService } from './modern-service.ts'

/** What a refusal may have to be understood. */
const MAX_REFUSAL_BYTES = 64 * 1024
const HEADER_MISMATCH = -32020

/** Methods of the legacy era that need a session, and of the modern one that need no legacy caller. */
const NOT_CARRIED = /^(?:resources\/(?:un)?subscribe|tasks\/.*|server\/discover|subscriptions\/listen)$/

/** Carries one request of a legacy caller to a service of the modern era, keeping nothing of it afterwards. */
export async function carryToModern(call: LegacyCall, sink: LegacySink): Promise<void> {
  const { message, upstream } = call
  const service = modernService(upstream)
  try {
    if (message.method === 'initialize') await sink.message(await initialize(service, message))
    else if (message.method === 'ping' || message.method === 'logging/setLevel')
      await sink.message(rpcResult(message.id, {}))
    else if (message.method === 'tools/list') await sink.message(await listTools(service, call))
    else if (NOT_CARRIED.test(message.method)) throw refusals.notCarried(message.method)
    else if (message.method === 'tools/call') await callTool(service, call, sink)
    else await relay(await service.send(message, call.signal), call, sink)
  } catch (error) {
    if (!(error instanceof RefusedByService)) throw error
    await answer(error.failure, call, sink)
  }
}

async function initialize(service: ModernService, { id, params }: RpcRequest): Promise<RpcResult> {
  const { _meta, ...discovered } = await service.discover()
  const serverInfo = isObject(_meta) ? _meta[SERVER_INFO_KEY] : undefined
  return rpcResult(id, legacyHandshake({ ...discovered, serverInfo }, params?.protocolVersion))
}

/** The whole list in one answer, or the page that a cursor names. */
async function listTools(service: ModernService, { message, grant, signal }: LegacyCall): Promise<RpcResult> {
  const { cursor } = message.params ?? {}
  const result =
    cursor === undefined ? await service.listTools(message, signal) : (await service.page(message, signal)).result
  const { resultType: _type, ttlMs: _ttl, cacheScope: _scope, ...rest } = result
  return rpcResult(message.id, legacyToolList(grant.policy, rest))
}

async function callTool(service: ModernService, call: LegacyCall, sink: LegacySink): Promise<void> {
  const params = ownToolCall(call.grant.policy, call.message.params)
  const { name } = params
  if (call.line !== undefined) call.line.tool = name
  const message = { ...call.message, params }
  const known = service.paramHeaders(name, params.arguments)
  const first = await service.send(message, call.signal, known instanceof Promise ? await known : known)
  if (first.status !== 400) return relay(first, call, sink)

  // Nothing was executed: with the list of tools as it is now the headers may be right.
  const refusal = await errorIn(first, message)
  if (refusal.error.code !== HEADER_MISMATCH) return answer(refusal, call, sink)
  await service.readHeaders()
  await relay(await service.send(message, call.signal, await service.paramHeaders(name, params.arguments)), call, sink)
}

/** Gives a service's answer to the caller: mended where it is small enough to be read, else as it comes. */
async function relay(upstream: UpstreamAnswer, call: LegacyCall, sink: LegacySink): Promise<void> {
  const form = answerForm(upstream)
  if (upstream.status >= 300) return answer(await errorIn(upstream, call.message), call, sink)
  if (form === 'events') return relayEvents(upstream, call, sink)
  const { head, complete } = await upstream.body.readHead(sink.readLimit)
  if (complete) return answer(answerIn(head, upstream.status, call.message.id), call, sink)
  if (form === 'json') return sink.bigJson(head, upstream.body)
  upstream.body.discard()
  throw malformed()
}

async function relayEvents(upstream: UpstreamAnswer, call: LegacyCall, sink: LegacySink): Promise<void> {
  let answered = false
  sink.open()
  await upstream.body.pump(
    eventSplitter(sink.readLimit, {
      event(data) {
        const message = parseJson(data)
        if (isAnswer(message) && message.id === call.message.id) {
          answered = true
          return answer(message, call, sink)
        }
        return isForCaller(message) ? sink.message(message) : undefined
      },
      piece(bytes, last) {
        if (last) answered = true
        return sink.eventPiece(bytes, last)
      },
      alive: () => sink.alive(),
    }),
  )
  if (!answered) throw new GatewayError('upstream_broke_off', 'The service broke off before it answered.')
}

function answer(
  message: RpcResult | RpcFailure,
  { message: { id, method }, line }: LegacyCall,
  sink: LegacySink,
): Promise<void> | undefined {
  const mended = legacyAnswer(method, message, id)
  if (line !== undefined) noteAnswer(line, mended)
  return sink.message(mended)
}

/** The JSON-RPC error in an HTTP error; the caller gets it with HTTP 200, since legacy clients throw the body of an HTTP error away. */
async function errorIn({ body, status }: UpstreamAnswer, { id }: RpcRequest): Promise<RpcFailure> {
  const { head, complete } = await body.readHead(MAX_REFUSAL_BYTES)
  const failure = complete ? answerIn(head, status, id) : undefined
  if (isFailure(failure)) return failure
  body.discard()
  throw statusFault(status)
}

/** Of what a service sends before its answer: progress, and log messages of those that send them unasked. */
function isForCaller(message: unknown): message is RpcNotification {
  return (
    isNotification(message) &&
    (message.method === 'notifications/progress' || message.method === 'notifications/message')
  )
}
