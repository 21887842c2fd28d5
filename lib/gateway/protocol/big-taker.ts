import type { AnswerBody } from '../exchange.ts'

/** Takes messages that are too big to be read. A promise is fulfilled when the caller has taken what was sent. */
export interface BigTaker {
  /** Bytes up to which messages are read; bigger ones are given as they come. */
  readonly readLimit: number
  /** The JSON of a message as it comes, `head` first. Fulfilled at its end. */
  bigJson(head: Buffer, rest: AnswerBody): Promise<void>
  /** A piece of a server-sent event, its lines as they come. */
  eventPiece(bytes: Buffer, last: boolean): Promise<void> | undefined
}
