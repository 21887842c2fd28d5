import type { AnswerBody } from '../exchange.ts'
import type { BigTaker } from '../protocol/big-taker.ts'
import { JsonRewriter } from '../protocol/json-rewriter.ts'
import { tooBig } from '../protocol/read-answer.ts'
import { modernFields } from './modern-answer.ts'
import type { StreamableSink } from './streamable-sink.ts'

const DATA = 'data:'
const LF = 0x0a
const CR = 0x0d
const BEGIN = Buffer.from('event: message\ndata: ')
const END = Buffer.from('\n\n')

/** Gives a legacy service's answer that is too big to be read to a modern caller: its id and the fields of the era set on the way. */
export class BigModernAnswer implements BigTaker {
  readonly readLimit: number
  private readonly sink: StreamableSink
  private readonly id: string | number
  private readonly method: string
  private made: JsonRewriter | undefined
  /** Of an event: whether its data has begun, and whether its one line has ended. */
  private inData = false
  private afterData = false

  constructor(sink: StreamableSink, id: string | number, method: string) {
    this.readLimit = sink.readLimit
    this.sink = sink
    this.id = id
    this.method = method
  }

  async bigJson(head: Buffer, rest: AnswerBody): Promise<void> {
    this.sink.beginJson()
    await this.writeJson(head)
    await rest.pump((chunk) => this.writeJson(chunk))
  }

  eventPiece(bytes: Buffer, last: boolean): Promise<void> | undefined {
    let wait: Promise<void> | undefined
    let json = bytes
    if (!this.inData) {
      const at = dataAt(bytes)
      if (at === undefined) throw tooBig(this.readLimit)
      this.inData = true
      this.sink.open()
      this.sink.write(BEGIN)
      json = bytes.subarray(at)
    }
    if (!this.afterData) {
      const end = json.indexOf(LF)
      wait = this.writeJson(end === -1 ? json : json.subarray(0, end))
      this.afterData = end !== -1
      json = end === -1 ? NOTHING : json.subarray(end)
    }
    // JSON over several lines of data would have to be put together first.
    if (this.afterData && json.some((byte) => byte !== LF && byte !== CR)) throw tooBig(this.readLimit)
    if (!last) return wait
    this.inData = false
    this.afterData = false
    return this.sink.write(END) ?? wait
  }

  /** Few answers are so big. */
  private get rewriter(): JsonRewriter {
    this.made ??= new JsonRewriter(this.id, modernFields(this.method))
    return this.made
  }

  private writeJson(bytes: Buffer): Promise<void> | undefined {
    let wait: Promise<void> | undefined
    for (const piece of this.rewriter.feed(bytes)) wait = this.sink.write(piece) ?? wait
    return wait
  }
}

const NOTHING = Buffer.alloc(0)

/** Where the data of an event begins. */
function dataAt(event: Buffer): number | undefined {
  let line = 0
  while (line !== -1 && line < event.length) {
    if (event.subarray(line, line + DATA.length).toString('latin1') === DATA) return line + DATA.length
    const end = event.indexOf(LF, line)
    line = end === -1 ? -1 : end + 1
  }
  return undefined
}
