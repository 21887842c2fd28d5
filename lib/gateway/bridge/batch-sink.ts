import type { Readable } from 'node:stream'
import { isAnswer, type RpcMessage } from '../json-rpc.ts'
import { pump } from '../protocol/pump.ts'
import { malformed, parseJson, tooBig } from '../protocol/read-answer.ts'
import { eventSplitter } from '../protocol/split-events.ts'
import type { LegacySink } from './legacy-sink.ts'

/** What one answer inside a batch may have: the batch is one JSON, so that it has to be held. */
const MAX_BYTES = 4 * 1024 * 1024

/** Keeps the answer to one request of a batch; what comes before it has no place in a batch. */
export class BatchSink implements LegacySink {
  answer: RpcMessage | undefined
  private pieces: Buffer[] = []
  private size = 0

  open(): void {}
  alive(): void {}

  message(message: RpcMessage): undefined {
    if (isAnswer(message)) this.answer = message
  }

  async bigJson(head: Buffer, rest: Readable): Promise<void> {
    this.keep(head)
    await pump(rest, (chunk) => this.keep(chunk))
    this.take(Buffer.concat(this.pieces).toString('utf8'))
  }

  eventPiece(bytes: Buffer, last: boolean): undefined {
    this.keep(bytes)
    if (!last) return
    eventSplitter(MAX_BYTES, { event: (data) => this.take(data), piece: () => undefined })(Buffer.concat(this.pieces))
  }

  private keep(bytes: Buffer): undefined {
    this.size += bytes.length
    if (this.size > MAX_BYTES) throw tooBig(MAX_BYTES)
    this.pieces.push(bytes)
  }

  private take(text: string): undefined {
    const message = parseJson(text)
    if (!isAnswer(message)) throw malformed()
    this.answer = message
    this.pieces = []
    this.size = 0
  }
}
