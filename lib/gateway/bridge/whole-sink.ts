import type { AnswerBody } from '../exchange.ts'
import type { RpcMessage } from '../json-rpc.ts'
import { tooBig } from '../protocol/read-answer.ts'
import type { LegacySink } from './legacy-sink.ts'

/** For a caller that can only be given whole messages: bigger ones than `readLimit` bytes are refused with `answer_too_big`. */
export class WholeSink implements LegacySink {
  readonly readLimit: number
  readonly message: (message: RpcMessage) => Promise<void> | undefined

  constructor(readLimit: number, emit: (message: RpcMessage) => Promise<void> | undefined) {
    this.readLimit = readLimit
    this.message = emit
  }

  open(): void {}
  alive(): void {}

  bigJson(_head: Buffer, rest: AnswerBody): Promise<void> {
    rest.discard()
    return Promise.reject(tooBig(this.readLimit))
  }

  eventPiece(): never {
    throw tooBig(this.readLimit)
  }
}
