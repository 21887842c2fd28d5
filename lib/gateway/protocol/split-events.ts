import { createParser } from 'eventsource-parser'

/** What becomes of the events of a stream. A promise holds the stream back until it is fulfilled. */
export interface EventTaker {
  /** The data of one event, no longer than the limit, and the event as it came, with its empty line. */
  event(data: string, raw: Buffer): Promise<void> | undefined
  /** A piece of a longer event, its lines as they came; `last` ends it, with its empty line. */
  piece(bytes: Buffer, last: boolean): Promise<void> | undefined
  /** Something without data came, such as a comment that keeps the connection alive. */
  alive?(raw: Buffer): void
}

const LF = 10
const CR = 13

/**
 * Cuts a stream of server-sent events, so that long ones need not be held in memory: gives the function that takes its chunks. Lines
 * end in LF or CRLF.
 */
export function eventSplitter(limit: number, taker: EventTaker): (chunk: Buffer) => Promise<void> | undefined {
  const parse = singleEventParser()
  let kept: Buffer[] = []
  let size = 0
  let long = false
  /** Bytes of the line that the last chunk left open: 0, 1 for a lone CR, 2 for anything longer. */
  let open = 0

  function take(bytes: Buffer, ends: boolean): Promise<void> | undefined {
    if (long) {
      if (ends) long = false
      return taker.piece(bytes, ends)
    }
    size += bytes.length
    if (!ends && size <= limit) {
      kept.push(bytes)
      return undefined
    }
    const whole = kept.length === 0 ? bytes : Buffer.concat([...kept, bytes])
    kept = []
    size = 0
    if (whole.length > limit) {
      long = !ends
      return taker.piece(whole, ends)
    }
    const data = parse(whole)
    if (data !== undefined) return taker.event(data, whole)
    taker.alive?.(whole)
    return undefined
  }

  return (chunk) => {
    let wait: Promise<void> | undefined
    let begin = 0
    let line = 0
    for (let lf = chunk.indexOf(LF); lf !== -1; lf = chunk.indexOf(LF, line)) {
      const length = lf - line
      const before = line === 0 ? open : 0
      const empty = length === 0 ? before < 2 : length === 1 && before === 0 && chunk[line] === CR
      line = lf + 1
      if (!empty) continue
      wait = take(chunk.subarray(begin, line), true) ?? wait
      begin = line
    }
    const rest = chunk.length - line
    const before = line === 0 ? open : 0
    open = rest === 0 ? before : rest === 1 && before === 0 && chunk[line] === CR ? 1 : 2
    if (begin < chunk.length) wait = take(chunk.subarray(begin), false) ?? wait
    return wait
  }
}

/** The data of the messages in a text of one event; undefined for a comment, an event of another name or one without data. */
function singleEventParser(): (bytes: Buffer) => string | undefined {
  let found: string | undefined
  const parser = createParser({
    onEvent: ({ event = 'message', data }) => {
      if (event === 'message' && data !== '') found = data
    },
  })
  return (bytes) => {
    found = undefined
    parser.feed(bytes.toString('utf8'))
    return found
  }
}
