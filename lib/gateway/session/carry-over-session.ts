import { legacyHandshake } from '../bridge/legacy-answer.ts'
import type { LegacyCall, LegacySink } from '../bridge/legacy-sink.ts'
import { answerStatelessly } from '../bridge/stateless-door.ts'
import type { Carrier } from '../exchange.ts'
import { isFailure, type RpcFailure, type RpcResult, rpcResult } from '../json-rpc.ts'
import { legacyToolList } from '../protocol/merge-tools.ts'
import { noteAnswer } from '../protocol/note-answer.ts'
import { ownToolCall } from '../protocol/tool-call.ts'
import { refusals } from '../refusals.ts'
import { withSession } from './session-pool.ts'
import { listToolsOf } from './session-tools.ts'
import type { UpstreamSession } from './upstream-session.ts'

/** Methods that need a session of the caller's own. */
const NOT_CARRIED = /^(?:resources\/(?:un)?subscribe|tasks\/.*)$/

/**
 * Carries a legacy caller's Streamable HTTP to a service of the older SSE transport, over a session of ours with it; the caller itself
 * gets none, so that any replica answers any request.
 */
export const carryOverSession: Carrier = (exchange) => answerStatelessly(exchange, carry)

async function carry(call: LegacyCall, sink: LegacySink): Promise<void> {
  const { message, grant, upstream } = call
  if (message.method === 'ping' || message.method === 'logging/setLevel')
    return void (await sink.message(rpcResult(message.id, {})))
  if (NOT_CARRIED.test(message.method)) throw refusals.notCarried(message.method)
  const answer = await withSession(grant, upstream, (session) => answerOf(session, call, sink))
  if (call.line !== undefined) noteAnswer(call.line, answer)
  await sink.message(answer)
}

async function answerOf(
  session: UpstreamSession,
  { message, grant, line, signal }: LegacyCall,
  sink: LegacySink,
): Promise<RpcResult | RpcFailure> {
  const { id, method, params } = message
  if (method === 'initialize') return rpcResult(id, legacyHandshake(session.initialized, params?.protocolVersion))
  if (method === 'tools/list') {
    const answer = await listToolsOf(session, params, signal)
    return isFailure(answer) ? { ...answer, id } : rpcResult(id, legacyToolList(grant.policy, answer.result))
  }
  const request = { method, ...(params !== undefined && { params }) }
  if (method === 'tools/call') {
    const own = ownToolCall(grant.policy, params)
    if (line !== undefined) line.tool = own.name
    request.params = own
  }
  const onNotification: LegacySink['message'] = (notification) =>
    'method' in notification && notification.method === 'notifications/progress'
      ? sink.message(notification)
      : undefined
  return { ...(await session.request(request, { signal, onNotification })), id }
}
