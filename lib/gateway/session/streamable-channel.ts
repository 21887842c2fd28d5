import type { Upstream, UpstreamAnswer } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import { isAnswer, isFailure, isObject, isRequest, type RpcId, type RpcMessage } from '../json-rpc.ts'
import type { BigTaker } from '../protocol/big-taker.ts'
import { answerForm, malformed, parseJson, statusFault, tooBig } from '../protocol/read-answer.ts'
import { eventSplitter } from '../protocol/split-events.ts'
import { type Channel, type ChannelListener, MAX_MESSAGE_BYTES, sessionLost } from './channel.ts'

const FAREWELL_MS = 2000

/**
 * A conversation over Streamable HTTP. With `standingStream` it also opens the stream for what the service sends by itself, after the
 * handshake, where the service has one.
 */
export function openStreamableChannel(
  upstream: Upstream,
  listener: ChannelListener,
  { standingStream }: { standingStream: boolean },
): Channel {
  const standing = new AbortController()
  let sessionId: string | undefined
  let version: string | undefined

  const headers = (more: Record<string, string>) => ({
    ...more,
    ...(sessionId !== undefined && { 'mcp-session-id': sessionId }),
    ...(version !== undefined && { 'mcp-protocol-version': version }),
  })

  async function send(message: RpcMessage, signal: AbortSignal, big: BigTaker = NOTHING_BIGGER): Promise<void> {
    const answer = await upstream.send({
      method: 'POST',
      headers: headers({ accept: 'application/json, text/event-stream', 'content-type': 'application/json' }),
      body: JSON.stringify(message),
      signal,
    })
    const request = isRequest(message) ? message : undefined
    if (request?.method === 'initialize') sessionId = headerText(answer, 'mcp-session-id')
    if (answer.status === 404 && sessionId !== undefined) {
      answer.body.drain()
      throw sessionLost()
    }
    let answered = false
    const take = (one: RpcMessage): Promise<void> | undefined => {
      if (request !== undefined && isAnswer(one) && one.id === request.id) {
        answered = true
        if (request.method === 'initialize') noteVersion(one)
      }
      return listener.message(one, request?.id)
    }
    if (answer.status >= 300) await takeError(answer, request?.id, take)
    else if (answerForm(answer) === 'events') answered = (await takeEvents(answer, take, big)) || answered
    else if (request === undefined) await answer.body.pump(() => undefined)
    else answered = (await takeJson(answer, take, big)) || answered
    if (request !== undefined && !answered)
      throw new GatewayError('upstream_broke_off', 'The service broke off before it answered.')
    if (standingStream && 'method' in message && message.method === 'notifications/initialized') void listen()
  }

  function noteVersion(answer: RpcMessage): void {
    if (!('result' in answer) || !isObject(answer.result)) return
    if (typeof answer.result.protocolVersion === 'string') version = answer.result.protocolVersion
  }

  /** Most services without such a stream answer 405; whatever goes wrong with it, the conversation goes on without. */
  async function listen(): Promise<void> {
    try {
      const accept = 'text/event-stream'
      const { signal } = standing
      const answer = await upstream.send({ method: 'GET', headers: headers({ accept }), standing: true, signal })
      if (answer.status < 300 && answerForm(answer) === 'events')
        await takeEvents(answer, (one) => listener.message(one, undefined), NOTHING_BIGGER)
      else answer.body.discard()
    } catch {
      // The service has no such stream, or it has ended.
    }
  }

  return {
    send,
    close() {
      standing.abort()
      if (sessionId === undefined) return
      const signal = AbortSignal.timeout(FAREWELL_MS)
      upstream.send({ method: 'DELETE', headers: headers({}), signal }).then(
        ({ body }) => body.drain(),
        () => undefined,
      )
    },
  }
}

/** Refuses what is too big to be held. */
const NOTHING_BIGGER: BigTaker = {
  readLimit: MAX_MESSAGE_BYTES,
  bigJson(_head, rest) {
    rest.discard()
    return Promise.reject(tooBig(MAX_MESSAGE_BYTES))
  },
  eventPiece() {
    throw tooBig(MAX_MESSAGE_BYTES)
  },
}

type Take = (message: RpcMessage) => Promise<void> | undefined

/** Whether the answer was given to `big`. */
async function takeEvents({ body }: UpstreamAnswer, take: Take, big: BigTaker): Promise<boolean> {
  let wasBig = false
  const split = eventSplitter(big.readLimit, {
    event: (data) => takeAll(parseJson(data), take),
    piece(bytes, last) {
      wasBig = true
      return big.eventPiece(bytes, last)
    },
  })
  await body.pump(split)
  return wasBig
}

/** Whether the answer was given to `big`. */
async function takeJson({ body }: UpstreamAnswer, take: Take, big: BigTaker): Promise<boolean> {
  const { head, complete } = await body.readHead(big.readLimit)
  if (!complete) {
    await big.bigJson(head, body)
    return true
  }
  const message = parseJson(head.toString('utf8'))
  if (!isObject(message) && !Array.isArray(message)) throw malformed()
  await takeAll(message, take)
  return false
}

/** An HTTP error counts as the answer where it holds a JSON-RPC error. */
async function takeError({ body, status }: UpstreamAnswer, id: RpcId | undefined, take: Take): Promise<void> {
  const { head, complete } = await body.readHead(MAX_MESSAGE_BYTES)
  if (!complete) body.discard()
  const failure = complete ? parseJson(head.toString('utf8')) : undefined
  if (id === undefined || !isFailure(failure)) throw statusFault(status)
  await take({ ...failure, id })
}

/** Some services gather several messages in one array. What is no message is left out. */
function takeAll(messages: unknown, take: Take): Promise<void> | undefined {
  if (!Array.isArray(messages)) return isObject(messages) ? take(messages as unknown as RpcMessage) : undefined
  let wait: Promise<void> | undefined
  for (const one of messages) if (isObject(one)) wait = take(one as unknown as RpcMessage) ?? wait
  return wait
}

function headerText({ headers }: UpstreamAnswer, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}
