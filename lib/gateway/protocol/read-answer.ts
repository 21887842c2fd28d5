import type { UpstreamAnswer } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import { isAnswer, isFailure, type RpcFailure, type RpcId, type RpcResult } from '../json-rpc.ts'
import { eventSplitter } from './split-events.ts'

/** How a service sends its answer. */
export type AnswerForm = 'json' | 'events' | 'other'

/** The form that the headers of an answer name. */
export function answerForm({ headers }: UpstreamAnswer): AnswerForm {
  const type = headers['content-type'] ?? ''
  if (/^application\/json\b/i.test(type)) return 'json'
  return /^text\/event-stream\b/i.test(type) ? 'events' : 'other'
}

/**
 * Reads the whole answer to one request, JSON or events, and how many bytes it had. An HTTP error counts as an answer where it holds
 * a JSON-RPC error. Throws `upstream_status`, `upstream_malformed`, `answer_too_big` past `limit`, and what `pump` throws.
 */
export async function readAnswer(
  answer: UpstreamAnswer,
  id: RpcId,
  limit: number,
): Promise<{ message: RpcResult | RpcFailure; bytes: number }> {
  if (answer.status < 300 && answerForm(answer) === 'events') return readFromEvents(answer, id, limit)
  const { head, complete } = await answer.body.readHead(limit)
  if (complete) return { message: answerIn(head, answer.status, id), bytes: head.length }
  answer.body.discard()
  throw tooBig(limit)
}

/** The answer in a JSON body. Throws `upstream_status` or `upstream_malformed`. */
export function answerIn(body: Buffer, status: number, id: RpcId): RpcResult | RpcFailure {
  const message = parseJson(body.toString('utf8'))
  if (isFailure(message)) return { ...message, id }
  if (status >= 300) throw statusFault(status)
  if (isAnswer(message)) return message
  throw malformed()
}

/** A text as JSON; undefined for one that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function malformed(): GatewayError {
  return new GatewayError('upstream_malformed', 'The service answered with something that is not MCP.')
}

/** An HTTP error of a service without a reason in it. */
export function statusFault(status: number): GatewayError {
  const busy = status === 429 || status === 503
  return new GatewayError(
    'upstream_status',
    busy ? `The service is busy (HTTP ${status}). Try again later.` : `The service answered with HTTP ${status}.`,
  )
}

export function tooBig(limit: number): GatewayError {
  return new GatewayError(
    'answer_too_big',
    `The service’s answer is bigger than ${Math.round(limit / 1024 / 1024)} MB.`,
  )
}

async function readFromEvents({ body }: UpstreamAnswer, id: RpcId, limit: number) {
  let found: RpcResult | RpcFailure | undefined
  let bytes = 0
  const split = eventSplitter(limit, {
    event(data) {
      const message = parseJson(data)
      if (isAnswer(message) && message.id === id) found = message
      return undefined
    },
    piece() {
      throw tooBig(limit)
    },
  })
  await body.pump((chunk) => {
    bytes += chunk.length
    return split(chunk)
  })
  if (found === undefined) throw malformed()
  return { message: found, bytes }
}
