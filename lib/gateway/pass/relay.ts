import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { CallLine } from '../call-line.ts'
import type { AnswerSink, Exchange } from '../exchange.ts'
import { glimpseAnswer } from '../protocol/glimpse-answer.ts'
import { statusFault } from '../protocol/read-answer.ts'
import { SentPieces } from '../protocol/sent-pieces.ts'
import type { HeadersBack } from './relay-rewritten.ts'

/** What of an HTTP error is read to see its reason; a longer one has none. */
const MOST_OF_ERROR = 64 * 1024

/** An answer with an HTTP error, read instead of sent on. */
export interface ErrorAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

/** Writes an answer to the caller as it comes, unread; one with an HTTP error that `keeps` is kept in `error` instead. */
export class ResponseSink implements AnswerSink {
  error: ErrorAnswer | undefined
  private readonly response: ServerResponse
  private readonly line: CallLine
  private readonly sent = new SentPieces()
  private readonly headersBack: HeadersBack
  private readonly keeps: (status: number) => boolean

  constructor({ response, line }: Exchange, headersBack: HeadersBack, keeps: (status: number) => boolean) {
    this.response = response
    this.line = line
    this.headersBack = headersBack
    this.keeps = keeps
  }

  begin(status: number, headers: IncomingHttpHeaders): void {
    if (status >= 400 && this.keeps(status)) {
      this.error = { status, headers, body: Buffer.alloc(0) }
      return
    }
    noteStatus(this.line, status)
    this.response.writeHead(status, this.headersBack(headers))
    // The first event of a stream may be long in coming.
    if (headers['content-type']?.startsWith('text/event-stream') === true) this.response.flushHeaders()
  }

  piece(chunk: Buffer): boolean {
    if (this.error === undefined) {
      glimpseAnswer(this.line, chunk)
      this.line.bytesOut += chunk.length
      return this.response.write(chunk, this.sent.onSent(chunk))
    }
    if (this.error.body.length > MOST_OF_ERROR) throw statusFault(this.error.status)
    this.error.body = Buffer.concat([this.error.body, chunk])
    return true
  }

  onDrain(resume: () => void): void {
    this.response.once('drain', resume)
  }
}

/** Notes an HTTP error that the caller is given as the service answered it. */
export function noteStatus(line: CallLine, status: number): void {
  if (status < 400) return
  line.verdict = 'rpc_error'
  line.code = `http_${status}`
}
