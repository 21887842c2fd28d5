import type { Carrier, UpstreamAnswer } from '../exchange.ts'
import { isObject, isRequest, type RpcRequest } from '../json-rpc.ts'
import { encodeHeaderValue } from '../protocol/header-values.ts'
import { statusFault } from '../protocol/read-answer.ts'
import { isOpenPolicy, ownToolName } from '../tool-policy.ts'
import { backHeaders, onwardHeaders } from './headers.ts'
import { ResponseSink } from './relay.ts'
import { relayRewritten, sendOn } from './relay-rewritten.ts'
import { restrictedBody } from './restricted-body.ts'
import { isFaultOfService } from './tell-error.ts'
import { filteredLists } from './whole-list.ts'

/**
 * Modern caller, modern service: passed as it is. Where the token has a policy, a called tool goes under its own name in body and
 * header, and a list says that it belongs to this caller alone.
 */
export const passModern: Carrier = async (exchange) => {
  const { request, message, body, signal, grant, response } = exchange
  const { policy } = grant
  const isOpen = isOpenPolicy(policy)
  const headers = onwardHeaders(request.headers)
  if (!isOpen && isRequest(message) && message.method === 'tools/call')
    headers['mcp-name'] = encodeHeaderValue(ownToolName(policy, calledTool(message)))
  const onward = {
    method: 'POST',
    headers,
    body: isOpen ? body : restrictedBody(policy, body),
    ...(isRequest(message) && message.method === 'subscriptions/listen' && { standing: true }),
    signal,
  } as const

  if (!isOpen && isRequest(message) && message.method === 'tools/list') {
    const filtered = filteredLists(policy)
    return relayRewritten(exchange, onward, (answer) => ownList(filtered(answer)), {
      headersBack: backHeaders,
      onError,
    })
  }
  const sink = new ResponseSink(exchange, backHeaders, isFaultOfService)
  await exchange.upstream.relay(onward, sink)
  if (sink.error !== undefined) throw statusFault(sink.error.status)
  response.end()

  async function onError(answer: UpstreamAnswer): Promise<void> {
    if (!isFaultOfService(answer.status)) return sendOn(exchange, answer, backHeaders(answer.headers))
    answer.body.discard()
    throw statusFault(answer.status)
  }
}

function calledTool({ params }: RpcRequest): string {
  return typeof params?.name === 'string' ? params.name : ''
}

/** A list that was cut for one token must not be kept for another. */
function ownList(message: unknown): unknown {
  if (!isObject(message) || !isObject(message.result)) return message
  return { ...message, result: { ...message.result, cacheScope: 'private' } }
}
