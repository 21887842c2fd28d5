import net from 'node:net'

/** How an HTTP answer ended. */
export interface Answer {
  status: number
  /** The session that the answer opened, if it opened one. */
  session: string | undefined
  /** Bytes of the body, without the framing of its chunks. */
  bytes: number
  /** The body, where it was asked for. */
  text: string
}

/** An answer that pauses for longer will not come any more. */
const SILENCE_MS = 30_000
const HEAD_END = '\r\n\r\n'

/**
 * One keep-alive connection that sends written-out requests one after the other. Reads no more than it must of the answers, so that
 * the load costs little beside what it measures.
 */
export class Connection {
  readonly socket: net.Socket
  #done: ((answer: Answer) => void) | undefined
  #fail: ((error: Error) => void) | undefined
  #keep = false
  #answer: Answer | undefined
  #unread = Buffer.alloc(0)
  /** Bytes left of the body or of the present chunk, its line end included; undefined between chunks. */
  #left: number | undefined
  #chunked = false

  constructor(port: number) {
    this.socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
    this.socket.on('data', (data: Buffer) => this.#read(data))
    this.socket.on('error', (error) => this.#fail?.(error))
    this.socket.on('close', () => this.#fail?.(new Error('the connection was closed inside an answer')))
    this.socket.setTimeout(SILENCE_MS, () => {
      if (this.#done !== undefined) this.socket.destroy(new Error(`silent for ${SILENCE_MS / 1000} s`))
    })
  }

  /** Sends one request and reads its answer to the end; `keep` keeps the body's text. Rejects when the connection breaks. */
  send(request: string, { keep = false } = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#keep = keep
      this.#done = resolve
      this.#fail = reject
      if (this.socket.destroyed) reject(new Error('the connection was closed between two calls'))
      else this.socket.write(request)
    })
  }

  close(): void {
    this.#fail = undefined
    this.socket.destroy()
  }

  #read(data: Buffer): void {
    let rest = this.#unread.length > 0 ? Buffer.concat([this.#unread, data]) : data
    this.#unread = Buffer.alloc(0)
    while (rest.length > 0) {
      const used = this.#answer === undefined ? this.#readHead(rest) : this.#readBody(rest, this.#answer)
      if (used === 0) {
        this.#unread = Buffer.from(rest)
        return
      }
      rest = rest.subarray(used)
    }
  }

  #readHead(data: Buffer): number {
    const end = data.indexOf(HEAD_END)
    if (end < 0) return 0
    const head = data.toString('latin1', 0, end)
    const session = /^mcp-session-id: (\S+)/im.exec(head)?.[1]
    this.#answer = { status: Number(head.slice(9, 12)), session, bytes: 0, text: '' }
    const length = /^content-length: (\d+)/im.exec(head)?.[1]
    this.#chunked = length === undefined && /^transfer-encoding: chunked/im.test(head)
    this.#left = this.#chunked ? undefined : Number(length ?? 0)
    if (this.#left === 0) this.#end()
    return end + HEAD_END.length
  }

  #readBody(data: Buffer, answer: Answer): number {
    if (this.#left === undefined) return this.#readChunkSize(data)
    const used = Math.min(this.#left, data.length)
    this.#left -= used
    // The two bytes of a chunk's line end are no part of the body.
    const counted = this.#chunked ? used - Math.max(0, Math.min(used, 2 - this.#left)) : used
    answer.bytes += counted
    if (this.#keep) answer.text += data.toString('latin1', 0, counted)
    if (this.#left === 0) {
      if (this.#chunked) this.#left = undefined
      else this.#end()
    }
    return used
  }

  #readChunkSize(data: Buffer): number {
    const end = data.indexOf('\r\n')
    if (end < 0) return 0
    const size = Number.parseInt(data.toString('latin1', 0, end), 16)
    if (size > 0) {
      this.#left = size + 2
      return end + 2
    }
    // «0», an empty line, no trailers.
    if (data.length < end + 4) return 0
    this.#end()
    return end + 4
  }

  #end(): void {
    const answer = this.#answer
    const done = this.#done
    this.#answer = undefined
    this.#left = undefined
    this.#done = undefined
    this.#fail = undefined
    if (answer !== undefined) done?.(answer)
  }
}
