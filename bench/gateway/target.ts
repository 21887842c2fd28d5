import type { Era } from '#lib/mcp/index.ts'
import { type Answer, Connection } from './connection.ts'

/** One way to the upstream: where to send, as whom, and how the caller speaks. */
export interface Target {
  name: string
  port: number
  path: string
  token: string
  era: Era
  /** Paths of other servers than ours may want their own tool's name. */
  tool?: string
}

/** What a call asks the upstream's tool for. */
export interface Asked {
  bytes?: number
  events?: number
}

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
}
/** Ids of one length, so that every request of a kind has one length too. */
const FIRST_ID = 100_000_000

/** A caller at a target: one connection, and in the old eras one session. */
export class Caller {
  readonly connection: Connection
  readonly #target: Target
  #session = ''
  #id = FIRST_ID
  #before = ''
  #after = ''
  #asked: Asked | undefined

  constructor(target: Target) {
    this.#target = target
    this.connection = new Connection(target.port)
  }

  /** The handshake of the old eras; nothing for the new one. */
  async open(): Promise<void> {
    if (this.#target.era === 'modern') return
    const answer = await this.#post({
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1.0.0' } },
    })
    expectOk(answer)
    this.#session = answer.session ?? ''
    expectOk(await this.#post({ method: 'notifications/initialized' }))
  }

  /** Calls the tool and reads the answer to its end. Throws for anything but a whole result. */
  async call(asked: Asked, { keep = false } = {}): Promise<Answer> {
    if (asked !== this.#asked) this.#write(asked)
    const answer = await this.connection.send(`${this.#before}${++this.#id}${this.#after}`, { keep })
    expectOk(answer)
    return answer
  }

  /** A stream for what the service says by itself; resolves when it is open. `onData` gets what arrives. */
  openStream(onData: (text: string) => void): Promise<void> {
    const { socket } = this.connection
    return new Promise((resolve, reject) => {
      socket.once('error', reject)
      // A stream may be silent for as long as it likes.
      socket.setTimeout(0)
      socket.removeAllListeners('data')
      socket.on('data', (data) => {
        const text = data.toString('latin1')
        if (text.startsWith('HTTP/1.1 ') && !text.startsWith('HTTP/1.1 200')) reject(new Error(text.slice(0, 200)))
        resolve()
        onData(text)
      })
      socket.write(`GET ${this.#head({ accept: 'text/event-stream' })}\r\n\r\n`)
    })
  }

  close(): void {
    this.connection.close()
  }

  /** The text of a call, cut where its id goes. */
  #write(asked: Asked): void {
    const { era, tool = 'payload' } = this.#target
    const modern = era === 'modern'
    const params = { name: tool, arguments: asked, _meta: { ...(modern && META), progressToken: 'p' } }
    const body = JSON.stringify({ jsonrpc: '2.0', id: FIRST_ID, method: 'tools/call', params })
    const text = this.#request(body, modern ? { 'mcp-method': 'tools/call', 'mcp-name': tool } : {})
    const at = text.lastIndexOf(String(FIRST_ID))
    this.#before = text.slice(0, at)
    this.#after = text.slice(at + String(FIRST_ID).length)
    this.#asked = asked
  }

  #post(message: object): Promise<Answer> {
    return this.connection.send(this.#request(JSON.stringify({ jsonrpc: '2.0', ...message })), { keep: true })
  }

  #request(body: string, more: Record<string, string> = {}): string {
    const headers = {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      ...more,
      'content-length': String(Buffer.byteLength(body)),
    }
    return `POST ${this.#head(headers)}\r\n\r\n${body}`
  }

  #head(headers: Record<string, string>): string {
    const { path, port, token, era } = this.#target
    const all = {
      host: `127.0.0.1:${port}`,
      authorization: `Bearer ${token}`,
      ...headers,
      ...(era === 'modern' && { 'mcp-protocol-version': '2026-07-28' }),
      ...(this.#session !== '' && { 'mcp-protocol-version': '2025-11-25', 'mcp-session-id': this.#session }),
    }
    return `${path} HTTP/1.1\r\n${Object.entries(all)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\r\n')}`
  }
}

function expectOk(answer: Answer): void {
  if (answer.status < 200 || answer.status > 299)
    throw new Error(`answered ${answer.status}: ${answer.text.slice(0, 300)}`)
}
