const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const COMMA = 0x2c
const OPEN = new Set([0x7b, 0x5b])
const CLOSE = new Set([0x7d, 0x5d])
/** Longer keys of a message are none that matter. */
const MAX_KEY = 16

/**
 * Changes a JSON-RPC answer on its way, without holding it: its id becomes another one, and its result gets more fields at its
 * beginning (which must not be there already). Every byte of the rest passes as it is.
 */
export class JsonRewriter {
  private readonly id: Buffer
  private readonly fields: Buffer
  private depth = 0
  private inString = false
  private escaped = false
  /** Bytes of the string that was begun last at the top level, as long as it may be a key. */
  private text: number[] = []
  private key: string | undefined
  /** The old id is being left out. */
  private skipping = false

  /** `fields`: what the result begins with. It must not be empty where the result may be. */
  constructor(id: string | number, fields: Record<string, unknown>) {
    this.id = Buffer.from(JSON.stringify(id))
    const text = JSON.stringify(fields).slice(1, -1)
    this.fields = Buffer.from(text === '' ? '' : `${text},`)
  }

  /** What goes out for the next bytes that came in. */
  feed(chunk: Buffer): Buffer[] {
    const out: Buffer[] = []
    let from = 0
    const flush = (to: number) => {
      if (!this.skipping && to > from) out.push(chunk.subarray(from, to))
      from = to
    }
    for (let at = 0; at < chunk.length; ) {
      if (this.inString) {
        at = this.throughString(chunk, at)
        continue
      }
      const byte = chunk[at] ?? 0
      if (byte === QUOTE) {
        this.inString = true
        this.text = []
      } else if (byte === COLON && this.depth === 1) {
        this.key = Buffer.from(this.text).toString('latin1')
        if (this.key === 'id') {
          flush(at + 1)
          out.push(this.id)
          this.skipping = true
        }
      } else if ((byte === COMMA || CLOSE.has(byte)) && this.depth === 1) {
        flush(at)
        this.skipping = false
        this.key = undefined
      }
      if (CLOSE.has(byte)) this.depth--
      if (OPEN.has(byte)) {
        this.depth++
        if (this.depth === 2 && this.key === 'result') {
          flush(at + 1)
          out.push(this.fields)
        }
      }
      at++
    }
    flush(chunk.length)
    return out
  }

  /** Where the string ends, or the chunk. */
  private throughString(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; ) {
      if (this.escaped) {
        this.escaped = false
        at++
        continue
      }
      const quote = chunk.indexOf(QUOTE, at)
      const end = quote === -1 ? chunk.length : quote
      const backslash = chunk.subarray(at, end).indexOf(BACKSLASH)
      if (backslash !== -1) {
        this.keep(chunk, at, at + backslash)
        this.escaped = true
        at += backslash + 1
        continue
      }
      this.keep(chunk, at, end)
      if (quote === -1) return chunk.length
      this.inString = false
      return quote + 1
    }
    return chunk.length
  }

  private keep(chunk: Buffer, from: number, to: number): void {
    if (this.depth !== 1 || this.text.length > MAX_KEY) return
    for (let at = from; at < Math.min(to, from + MAX_KEY + 1); at++) this.text.push(chunk[at] ?? 0)
  }
}
