import type { ServerResponse } from 'node:http'
import type { CallLine } from '../call-line.ts'
import type { AnswerBody } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import { type RpcMessage, rpcFailure } from '../json-rpc.ts'
import { answerJson } from '../protocol/answer-json.ts'
import { EVENT_STREAM_HEADERS, eventText, write } from '../protocol/event-text.ts'
import { SentPieces } from '../protocol/sent-pieces.ts'
import type { LegacySink } from './legacy-sink.ts'

/** Answers one POST of Streamable HTTP: with JSON where the answer comes alone, else with a stream of events. */
export class StreamableSink implements LegacySink {
  readonly readLimit = 64 * 1024
  private readonly response: ServerResponse
  private readonly line: CallLine
  private readonly sent = new SentPieces()
  private streaming = false

  constructor(response: ServerResponse, line: CallLine) {
    this.response = response
    this.line = line
  }

  open(): void {
    if (this.streaming) return
    this.streaming = true
    this.response.writeHead(200, EVENT_STREAM_HEADERS)
    this.response.flushHeaders()
  }

  /** `status`: of an answer that comes alone. */
  message(message: RpcMessage, status = 200): Promise<void> | undefined {
    if (!this.streaming && 'method' in message) this.open()
    if (this.streaming) return write(this.response, eventText(message), this.line)
    answerJson(this.response, this.line, message, status)
    return undefined
  }

  async bigJson(head: Buffer, rest: AnswerBody): Promise<void> {
    this.beginJson()
    await this.write(head)
    await rest.pump((chunk) => this.write(chunk))
  }

  eventPiece(bytes: Buffer): Promise<void> | undefined {
    return this.write(bytes)
  }

  /** Begins an answer in JSON whose length is not known. */
  beginJson(): void {
    this.response.writeHead(200, { 'content-type': 'application/json' })
  }

  /** More bytes of what was begun. */
  write(bytes: Buffer): Promise<void> | undefined {
    return write(this.response, bytes, this.line, this.sent.onSent(bytes))
  }

  alive(): void {
    if (this.streaming && !this.response.destroyed) this.response.write(': alive\n\n')
  }

  /** Ends the answer after what was sent. */
  end(): void {
    if (!this.response.writableEnded) this.response.end()
  }

  /**
   * Tells a caller that already reads a stream why no answer comes; throws on what can still be answered otherwise, and what is nobody's
   * to read. A half-sent JSON can only be cut off.
   */
  failOrThrow(id: string | number, error: unknown): void {
    if (!this.response.headersSent || !(error instanceof GatewayError)) throw error
    this.line.verdict = 'failed'
    this.line.code = error.code
    if (this.streaming) this.response.end(eventText(rpcFailure(id, error.rpcCode, error.message)))
    else this.response.destroy()
  }
}
