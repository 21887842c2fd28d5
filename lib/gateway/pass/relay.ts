import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { CallLine } from '../call-line.ts'
import type { AnswerSink, Exchange, UpstreamRequest } from '../exchange.ts'
import { backHeaders } from './headers.ts'

/** Sends a request on and its answer back as it is, unread: the service is held back where the caller is slow. */
export async function relay(exchange: Exchange, request: UpstreamRequest): Promise<void> {
  await exchange.upstream.relay(request, new ResponseSink(exchange))
  exchange.response.end()
}

/** Writes an answer to the caller as it comes. */
export class ResponseSink implements AnswerSink {
  private readonly response: ServerResponse
  private readonly line: CallLine

  constructor({ response, line }: Exchange) {
    this.response = response
    this.line = line
  }

  begin(status: number, headers: IncomingHttpHeaders): void {
    this.response.writeHead(status, backHeaders(headers))
    // The first event of a stream may be long in coming.
    if (headers['content-type']?.startsWith('text/event-stream') === true) this.response.flushHeaders()
    if (status < 400) return
    this.line.verdict = 'rpc_error'
    this.line.code = `http_${status}`
  }

  piece(chunk: Buffer): boolean {
    this.line.bytesOut += chunk.length
    return this.response.write(chunk)
  }

  onDrain(resume: () => void): void {
    this.response.once('drain', resume)
  }
}
