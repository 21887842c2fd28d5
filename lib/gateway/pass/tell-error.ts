import type { Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import { isFailure, isRequest, type RpcFailure } from '../json-rpc.ts'
import { answerJson } from '../protocol/answer-json.ts'
import { noteAnswer } from '../protocol/note-answer.ts'
import { parseJson, statusFault } from '../protocol/read-answer.ts'
import { refusals } from '../refusals.ts'
import { type ErrorAnswer, noteStatus } from './relay.ts'
import type { HeadersBack } from './relay-rewritten.ts'

/** JSON-RPC errors by which a legacy service means the transport: a version or session that does not fit, a body that is none. */
const OF_TRANSPORT = new Set([-32000, -32001, -32600, -32700])

/**
 * Tells a legacy caller of an HTTP error of its service. Callers throw the body of a 400 away and take any 404 for the end of their
 * session, so these go on only where the protocol means them: 404 to a session, 400 to what the transport itself refuses. Otherwise
 * the JSON-RPC error in it goes with 200. A fault of the service (429, 5xx) is told in our words.
 */
export function tellLegacyError(exchange: Exchange, error: ErrorAnswer, headersBack: HeadersBack): void {
  const { request, message } = exchange
  const { status } = error
  const failure = failureIn(error)
  const told = isRequest(message) && failure !== undefined ? { ...failure, id: message.id } : undefined
  const endsSession = status === 404 && request.headers['mcp-session-id'] !== undefined
  const isOfTransport = status < 500 && status !== 404 && (told === undefined || OF_TRANSPORT.has(told.error.code))

  if (!endsSession && !isOfTransport && told !== undefined && status !== 429) asAnswer(exchange, told)
  else if (isFaultOfService(status)) throw statusFault(status)
  else if (status !== 404 || endsSession) asItIs(exchange, error, headersBack)
  else if (request.method !== 'POST') throw refusals.methodNotAllowed('POST')
  else throw new GatewayError('upstream_status', 'The service does not answer at its address any more.')
}

/** Whether a status says that the service itself does not work at the moment. */
export function isFaultOfService(status: number): boolean {
  return status === 429 || status >= 500
}

function failureIn({ body }: ErrorAnswer): RpcFailure | undefined {
  const message = parseJson(body.toString())
  return isFailure(message) ? message : undefined
}

function asAnswer({ response, line }: Exchange, failure: RpcFailure): void {
  noteAnswer(line, failure)
  answerJson(response, line, failure)
}

function asItIs({ response, line }: Exchange, { status, headers, body }: ErrorAnswer, headersBack: HeadersBack): void {
  noteStatus(line, status)
  const { 'content-length': _length, ...back } = headersBack(headers)
  line.bytesOut += body.length
  response.writeHead(status, { ...back, 'content-length': String(body.length) }).end(body)
}
