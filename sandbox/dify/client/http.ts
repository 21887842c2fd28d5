import http from 'node:http'
import https from 'node:https'

export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Seconds to connect, and seconds that may pass between two bytes of the answer. */
  readonly connectSeconds: number
  readonly readSeconds: number
  readonly signal: AbortSignal
}

const REDIRECTS = 20
const CHANGES_TO_GET = new Set([301, 302, 303])

/** The connections of one MCP session, closed together. */
export class Wire {
  readonly #http = new http.Agent({ keepAlive: true })
  readonly #https = new https.Agent({ keepAlive: true })

  /** Sends and waits for the head of the answer; follows redirects as Dify's HTTP library does. */
  async send(outgoing: Outgoing): Promise<{ response: http.IncomingMessage; url: string }> {
    let next = outgoing
    for (let hops = 0; ; hops++) {
      const response = await this.#once(next)
      const { location } = response.headers
      const status = response.statusCode ?? 0
      if (status < 300 || status >= 400 || status === 304 || !location) return { response, url: next.url }
      response.resume()
      if (hops === REDIRECTS) throw new Error('Exceeded maximum allowed redirects.')
      const { body: _, ...bare } = next
      const url = new URL(location, next.url).href
      next = CHANGES_TO_GET.has(status) && next.method !== 'GET' ? { ...bare, method: 'GET', url } : { ...next, url }
    }
  }

  close(): void {
    this.#http.destroy()
    this.#https.destroy()
  }

  #once({ method, url, headers, body, connectSeconds, readSeconds, signal }: Outgoing): Promise<http.IncomingMessage> {
    const secure = url.startsWith('https:')
    const send = secure ? https.request : http.request
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    return new Promise((resolve, reject) => {
      if (connectSeconds <= 0) return reject(timedOut())
      const agent = secure ? this.#https : this.#http
      const request = send(url, { method, headers: { ...headers, ...length }, agent })
      const stop = () => request.destroy(timedOut())
      request.setTimeout(readSeconds * 1000, stop)
      request.once('socket', (socket) => {
        if (!socket.connecting) return
        const timer = setTimeout(stop, connectSeconds * 1000)
        socket.once('connect', () => clearTimeout(timer)).once('close', () => clearTimeout(timer))
      })
      request.once('response', (response) => {
        // Whoever reads the body shall hear why it broke off.
        request.once('timeout', () => response.destroy(timedOut()))
        signal.addEventListener('abort', () => response.destroy(timedOut()), { once: true })
        resolve(response)
      })
      signal.addEventListener('abort', stop, { once: true })
      request.on('error', reject)
      request.end(body)
    })
  }
}

function timedOut(): Error {
  return new Error('timed out')
}
