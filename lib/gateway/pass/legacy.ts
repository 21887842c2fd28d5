import type { IncomingHttpHeaders } from 'node:http'
import type { Carrier, Exchange, UpstreamAnswer } from '../exchange.ts'
import { isRequest } from '../json-rpc.ts'
import { refusals } from '../refusals.ts'
import { bindSessionId, unbindSessionId } from '../session-id.ts'
import { isOpenPolicy } from '../tool-policy.ts'
import { backHeaders, onwardHeaders } from './headers.ts'
import { ResponseSink } from './relay.ts'
import { relayRewritten } from './relay-rewritten.ts'
import { restrictedBody } from './restricted-body.ts'
import { tellLegacyError } from './tell-error.ts'
import { filteredLists, wholeList } from './whole-list.ts'

/**
 * Legacy caller, legacy service, both over Streamable HTTP: passed as it is, except that a list of tools is whole, session ids belong
 * to the token, and a token with a policy sends and sees only what it may.
 */
export const passLegacy: Carrier = async (exchange) => {
  const { request, message, grant, signal } = exchange
  const { policy } = grant
  const isOpen = isOpenPolicy(policy)
  const headers = headersOnward(exchange)
  const onward = { headers, signal, ...what(exchange, isOpen) }

  if (isRequest(message) && message.method === 'tools/list')
    return relayRewritten(exchange, onward, wholeList(exchange, message, headers), reading(exchange))
  // A stream may bring an answer that was asked for earlier.
  if (!isOpen && (request.method === 'GET' || Array.isArray(message)))
    return relayRewritten(exchange, onward, filteredLists(policy), reading(exchange))

  const back = headersBack(exchange)
  const sink = new ResponseSink(exchange, back, () => true)
  await exchange.upstream.relay(onward, sink)
  if (sink.error !== undefined) tellLegacyError(exchange, sink.error, back)
  else exchange.response.end()
}

function what({ request, body, grant }: Exchange, isOpen: boolean) {
  if (request.method === 'POST')
    return { method: 'POST', body: isOpen ? body : restrictedBody(grant.policy, body) } as const
  if (request.method === 'GET') return { method: 'GET', standing: true } as const
  return { method: 'DELETE' } as const
}

function headersOnward({ request, grant }: Exchange): Record<string, string> {
  const headers = onwardHeaders(request.headers)
  const bound = request.headers['mcp-session-id']
  if (typeof bound !== 'string') return headers
  const sessionId = unbindSessionId(bound, grant.tokenId)
  if (sessionId === undefined) throw refusals.noSuchSession()
  headers['mcp-session-id'] = sessionId
  return headers
}

function headersBack({ grant }: Exchange) {
  return (headers: IncomingHttpHeaders) => {
    const back = backHeaders(headers)
    const sessionId = headers['mcp-session-id']
    const bound = typeof sessionId === 'string' ? bindSessionId(sessionId, grant.tokenId) : undefined
    if (bound !== undefined) back['mcp-session-id'] = bound
    return back
  }
}

function reading(exchange: Exchange) {
  const back = headersBack(exchange)
  return {
    headersBack: back,
    async onError({ status, headers, body }: UpstreamAnswer) {
      const { head, complete } = await body.readHead(64 * 1024)
      if (!complete) body.discard()
      tellLegacyError(exchange, { status, headers, body: head }, back)
    },
  }
}
