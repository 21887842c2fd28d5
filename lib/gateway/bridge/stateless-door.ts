import pLimit from 'p-limit'
import type { Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import { isAnswer, isNotification, isRequest, type RpcMessage, type RpcRequest, rpcFailure } from '../json-rpc.ts'
import { answerJson } from '../protocol/answer-json.ts'
import { noteAnswer } from '../protocol/note-answer.ts'
import { refusals } from '../refusals.ts'
import type { LegacyCall, LegacyCarry } from './legacy-sink.ts'
import { StreamableSink } from './streamable-sink.ts'
import { WholeSink } from './whole-sink.ts'

const MAX_BATCH = 100
const BATCH_PARALLEL = 4
/** What one answer inside a batch may have: the batch is one JSON, so that it has to be held. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024

/**
 * Streamable HTTP for legacy callers without a session: each POST stands alone, so that any replica answers any request. No stream to
 * listen on and no session to end: GET and DELETE are not allowed.
 */
export async function answerStatelessly(exchange: Exchange, carry: LegacyCarry): Promise<void> {
  const { request, response, message } = exchange
  if (request.method !== 'POST') throw refusals.methodNotAllowed('POST')
  if (Array.isArray(message)) return answerBatch(exchange, message, carry)
  if (isNotification(message) || isAnswer(message)) return void response.writeHead(202).end()
  if (!isRequest(message)) throw refusals.notRpc()

  const sink = new StreamableSink(response, exchange.line)
  try {
    await carry(callOf(exchange, message), sink)
    sink.end()
  } catch (error) {
    sink.failOrThrow(message.id, error)
  }
}

/** A batch (2025-03-26 only): its requests side by side, their answers as one array. */
async function answerBatch(exchange: Exchange, messages: readonly unknown[], carry: LegacyCarry): Promise<void> {
  const { response, line } = exchange
  if (messages.length === 0 || messages.length > MAX_BATCH) throw refusals.notRpc()
  if (!messages.every((one) => isRequest(one) || isNotification(one) || isAnswer(one))) throw refusals.notRpc()
  const requests = messages.filter(isRequest)
  if (requests.length === 0) return void response.writeHead(202).end()
  const limit = pLimit(BATCH_PARALLEL)
  const answers = await Promise.all(
    requests.map((message) => limit(() => answerOfBatch(callOf(exchange, message), carry))),
  )
  for (const answer of answers) noteAnswer(line, answer)
  answerJson(response, line, answers)
}

async function answerOfBatch(call: LegacyCall, carry: LegacyCarry): Promise<RpcMessage> {
  let answer: RpcMessage = rpcFailure(call.message.id, -32603, 'The service gave no answer.')
  const sink = new WholeSink(MAX_ANSWER_BYTES, (message) => {
    // What comes before an answer has no place in a batch.
    if (isAnswer(message)) answer = message
    return undefined
  })
  try {
    await carry(call, sink)
    return answer
  } catch (error) {
    if (!(error instanceof GatewayError) || call.signal.aborted) throw error
    return rpcFailure(call.message.id, error.rpcCode, error.message, error.data)
  }
}

function callOf({ grant, upstream, line, signal }: Exchange, message: RpcRequest): LegacyCall {
  return { message, grant, upstream, line, signal }
}
