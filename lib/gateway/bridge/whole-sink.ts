import type { Readable } from 'node:stream'
import { isAnswer, type RpcMessage } from '../json-rpc.ts'
import { pump } from '../protocol/pump.ts'
import { malformed, parseJson, tooBig } from '../protocol/read-answer.ts'
import { eventSplitter } from '../protocol/split-events.ts'
import type { LegacySink } from './legacy-sink.ts'

/** For a caller that can only be given whole messages: holds big ones, up to `limit` bytes, and gives each to `emit`. */
export class WholeSink implements LegacySink {
  private readonly limit: number
  private readonly emit: (message: RpcMessage) => Promise<void> | undefined
  private pieces: Buffer[] = []
  private size = 0

  constructor(limit: number, emit: (message: RpcMessage) => Promise<void> | undefined) {
    this.limit = limit
    this.emit = emit
  }

  open(): void {}
  alive(): void {}

  message(message: RpcMessage): Promise<void> | undefined {
    return this.emit(message)
  }

  async bigJson(head: Buffer, rest: Readable): Promise<void> {
    this.keep(head)
    await pump(rest, (chunk) => this.keep(chunk))
    await this.take(this.kept().toString('utf8'))
  }

  eventPiece(bytes: Buffer, last: boolean): Promise<void> | undefined {
    this.keep(bytes)
    if (!last) return undefined
    const event = this.kept()
    return eventSplitter(event.length, { event: (data) => this.take(data), piece: () => undefined })(event)
  }

  private keep(bytes: Buffer): undefined {
    this.size += bytes.length
    if (this.size > this.limit) throw tooBig(this.limit)
    this.pieces.push(bytes)
  }

  private kept(): Buffer {
    const whole = Buffer.concat(this.pieces, this.size)
    this.pieces = []
    this.size = 0
    return whole
  }

  private take(text: string): Promise<void> | undefined {
    const message = parseJson(text)
    if (!isAnswer(message)) throw malformed()
    return this.emit(message)
  }
}
