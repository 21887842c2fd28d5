import type { IncomingHttpHeaders } from 'node:http'
import type { Exchange, UpstreamAnswer, UpstreamRequest } from '../exchange.ts'
import { write } from '../protocol/event-text.ts'
import { noteAnswer } from '../protocol/note-answer.ts'
import { answerForm, malformed, parseJson, tooBig } from '../protocol/read-answer.ts'
import { eventSplitter } from '../protocol/split-events.ts'

/** Most bytes of a message that has to be read. */
const MOST_BYTES = 8 * 1024 * 1024

/** Changes one message of an answer; the same object means that it goes on as it came. */
export type Rewrite = (message: unknown) => unknown

/** The headers of an answer to the caller, from those of the service's. */
export type HeadersBack = (headers: IncomingHttpHeaders) => Record<string, string | string[]>

/**
 * Sends a request on and gives its answer back with each message rewritten: a JSON answer as JSON, a stream as a stream with its
 * other events, their ids and comments untouched. Answers with an HTTP error are left to `onError`.
 */
export async function relayRewritten(
  exchange: Exchange,
  request: UpstreamRequest,
  rewrite: Rewrite,
  { headersBack, onError }: { headersBack: HeadersBack; onError(answer: UpstreamAnswer): Promise<void> },
): Promise<void> {
  const { 'accept-encoding': _packed, ...headers } = request.headers
  const answer = await exchange.upstream.send({ ...request, headers })
  if (answer.status >= 400) return onError(answer)
  const { 'content-length': _length, 'content-encoding': encoding, ...back } = headersBack(answer.headers)
  if (encoding !== undefined && encoding !== 'identity') throw malformed()
  const form = answerForm(answer)
  if (form === 'events') await rewriteEvents(exchange, answer, rewrite, back)
  else if (form === 'json') await rewriteJson(exchange, answer, rewrite, back)
  else await sendOn(exchange, answer, back)
}

async function rewriteJson(
  { response, line }: Exchange,
  { status, body }: UpstreamAnswer,
  rewrite: Rewrite,
  headers: Record<string, string | string[]>,
): Promise<void> {
  const { head, complete } = await body.readHead(MOST_BYTES)
  if (!complete) {
    body.discard()
    throw tooBig(MOST_BYTES)
  }
  const message = parseJson(head.toString())
  if (message === undefined) throw malformed()
  const rewritten = await rewrite(message)
  noteAnswer(line, rewritten)
  const bytes = rewritten === message ? head : Buffer.from(JSON.stringify(rewritten))
  line.bytesOut += bytes.length
  response.writeHead(status, { ...headers, 'content-length': String(bytes.length) }).end(bytes)
}

async function rewriteEvents(
  { response, line }: Exchange,
  { status, body }: UpstreamAnswer,
  rewrite: Rewrite,
  headers: Record<string, string | string[]>,
): Promise<void> {
  response.writeHead(status, headers).flushHeaders()
  // Events stay in their order while one of them is being rewritten.
  let before: Promise<void> | undefined
  const split = eventSplitter(MOST_BYTES, {
    event(data, raw) {
      const message = parseJson(data)
      const rewritten = rewrite(message)
      if (before === undefined && rewritten === message) return write(response, raw, line)
      before = Promise.all([rewritten, before]).then(([whole]) => {
        noteAnswer(line, whole)
        return write(response, whole === message ? raw : eventLike(raw, whole), line)
      })
      return before
    },
    piece: () => {
      throw tooBig(MOST_BYTES)
    },
    alive: (raw) => void write(response, raw, line),
  })
  await body.pump(split)
  response.end()
}

/** An event with other data: its id, name and retry time stay. */
function eventLike(raw: Buffer, message: unknown): string {
  const kept = raw
    .toString()
    .split(/\r?\n/)
    .filter((text) => /^(id|event|retry):/.test(text))
  return [...kept, `data: ${JSON.stringify(message)}`, '', ''].join('\n')
}

/** Gives an answer back as it is. */
export async function sendOn(
  { response, line }: Exchange,
  { status, body }: UpstreamAnswer,
  headers: Record<string, string | string[]>,
): Promise<void> {
  response.writeHead(status, headers)
  await body.pump((chunk) => write(response, chunk, line))
  response.end()
}
