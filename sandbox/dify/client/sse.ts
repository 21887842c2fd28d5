import type { IncomingMessage } from 'node:http'
import type { JsonObject } from '../../json.ts'
import { ValueProblem } from '../http.ts'
import { eventsOf } from './events.ts'
import { coded, McpAuthFailure, McpFailure, statusText } from './failures.ts'
import { parseMessage } from './messages.ts'
import { type Connecting, noticed, outgoing, type Transport } from './transport.ts'

const ENDPOINT_MS = 1000

/**
 * The old HTTP+SSE transport: a GET whose stream names the address to post to, within a second.
 * @throws McpAuthFailure on 401, McpFailure on another error of the GET, ValueProblem without an endpoint.
 */
export async function sse(connecting: Connecting): Promise<Transport> {
  const { target, release, wire, signal } = connecting
  const headers = { accept: 'text/event-stream', 'cache-control': 'no-store' }
  const { response } = await noticed(connecting, () => wire.send(outgoing(connecting, 'GET', target.url, headers)))
  const status = response.statusCode ?? 0
  if (status < 200 || status >= 300) {
    response.resume()
    throw status === 401 ? new McpAuthFailure('') : new McpFailure('')
  }
  const waiting = new Map<unknown, (message: JsonObject | Error) => void>()
  const endpoint = await endpointOf(response, target.url, (text) => {
    const message = parseMessage(text, release.traits.pydantic)
    waiting.get(message.id)?.(message)
  })

  const post = async (message: JsonObject): Promise<void> => {
    const send = outgoing(connecting, 'POST', endpoint, { 'content-type': 'application/json' }, message)
    const { response: taken, url } = await wire.send(send)
    taken.resume()
    const code = taken.statusCode ?? 0
    if (code < 200 || code >= 300) throw coded(code, statusText(code, taken.statusMessage ?? '', url))
  }

  return {
    async request(message) {
      const answer = new Promise<JsonObject | Error>((resolve) => {
        waiting.set(message.id, resolve)
        const over = () => resolve(new ValueProblem('timed out'))
        response.once('close', over)
        signal.addEventListener('abort', over, { once: true })
      })
      await noticed(connecting, () => post(message))
      const found = await answer
      if (found instanceof Error) throw found
      return found
    },
    notify: (message) => noticed(connecting, () => post(message)),
    opened() {},
    async close() {
      response.destroy()
    },
  }
}

function endpointOf(response: IncomingMessage, url: string, onMessage: (text: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const none = () => reject(new ValueProblem('failed to get endpoint URL'))
    const timer = setTimeout(() => {
      response.destroy()
      none()
    }, ENDPOINT_MS)
    const read = async () => {
      if (!response.headers['content-type']?.includes('text/event-stream')) return response.resume()
      for await (const { type, data } of eventsOf(response)) {
        if (type === 'message') onMessage(data)
        if (type !== 'endpoint') continue
        clearTimeout(timer)
        const endpoint = new URL(data, url)
        if (endpoint.origin === new URL(url).origin) resolve(endpoint.href)
        else reject(new ValueProblem(`Endpoint origin does not match connection origin: ${endpoint.href}`))
      }
    }
    // A stream that breaks is noticed by who waits for an answer on it.
    read().catch(() => {})
  })
}
