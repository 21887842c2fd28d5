import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { CallLine } from '../call-line.ts'
import { type RpcMessage, rpcFailure } from '../json-rpc.ts'
import { EVENT_STREAM_HEADERS, eventText, write } from '../protocol/event-text.ts'
import { pump } from '../protocol/pump.ts'
import type { LegacySink } from './legacy-sink.ts'

/** Answers one POST of Streamable HTTP: with JSON where the answer comes alone, else with a stream of events. */
export class StreamableSink implements LegacySink {
  readonly readLimit = 64 * 1024
  private readonly response: ServerResponse
  private readonly line: CallLine
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

  message(message: RpcMessage): Promise<void> | undefined {
    if (!this.streaming && 'method' in message) this.open()
    if (this.streaming) return write(this.response, eventText(message), this.line)
    const bytes = Buffer.from(JSON.stringify(message))
    this.response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length })
    this.response.end(bytes)
    this.line.bytesOut += bytes.length
    return undefined
  }

  async bigJson(head: Buffer, rest: Readable): Promise<void> {
    this.response.writeHead(200, { 'content-type': 'application/json' })
    await write(this.response, head, this.line)
    await pump(rest, (chunk) => write(this.response, chunk, this.line))
  }

  eventPiece(bytes: Buffer): Promise<void> | undefined {
    return write(this.response, bytes, this.line)
  }

  alive(): void {
    if (this.streaming && !this.response.destroyed) this.response.write(': alive\n\n')
  }

  /** Ends the answer after what was sent. */
  end(): void {
    if (!this.response.writableEnded) this.response.end()
  }

  /** Tells a caller that already reads a stream why no answer comes. A half-sent JSON can only be cut off. */
  fail(id: string | number, code: number, message: string): void {
    if (!this.streaming) this.response.destroy()
    else this.response.end(eventText(rpcFailure(id, code, message)))
  }
}
