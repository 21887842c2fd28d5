import type { IncomingMessage } from 'node:http'
import type { JsonObject } from '../../json.ts'
import { ValueProblem } from '../http.ts'
import { eventsOf } from './events.ts'
import { coded, McpAuthFailure, statusText } from './failures.ts'
import { parseMessage } from './messages.ts'
import { type Connecting, noticed, outgoing, type Transport, textOf } from './transport.ts'

const JSON_TYPE = 'application/json'
const SSE_TYPE = 'text/event-stream'

/** Streamable HTTP as Dify speaks it: no protocol version header; a GET stream and a DELETE only within a session. */
export function streamable(connecting: Connecting): Transport {
  const { target, release, wire } = connecting
  let session: string | undefined

  const post = async (message: JsonObject): Promise<JsonObject | undefined> => {
    const headers = { ...base(), 'content-type': JSON_TYPE }
    const { response, url } = await wire.send(outgoing(connecting, 'POST', target.url, headers, message))
    const status = response.statusCode ?? 0
    if (status === 202) return drained(response)
    if (status === 404) {
      response.resume()
      if (message.id === undefined) return undefined
      throw coded(release.traits.notFoundSays.startsWith('Session') ? 32600 : 404, release.traits.notFoundSays)
    }
    if (status < 200 || status >= 300) {
      response.resume()
      const text = statusText(status, response.statusMessage ?? '', url)
      throw status === 401 ? new McpAuthFailure(text) : coded(status, text)
    }
    if (message.method === 'initialize') session = first(response.headers['mcp-session-id'])
    if (message.id === undefined) return drained(response)
    return answerIn(response, connecting)
  }
  const base = () => ({ accept: `${JSON_TYPE}, ${SSE_TYPE}`, ...(session && { 'mcp-session-id': session }) })

  return {
    async request(message) {
      const answer = await noticed(connecting, () => post(message))
      return answer ?? silence(connecting)
    },
    async notify(message) {
      await noticed(connecting, () => post(message))
    },
    opened() {
      if (!session) return
      const headers = { ...base(), 'content-type': JSON_TYPE, accept: SSE_TYPE }
      wire.send(outgoing(connecting, 'GET', target.url, headers)).then(
        ({ response }) => response.on('error', () => {}).resume(),
        // The real one only notes it in its debug log: a server need not offer this stream.
        () => {},
      )
    },
    async close() {
      if (!session) return
      const headers = { ...base(), 'content-type': JSON_TYPE }
      await wire.send(outgoing(connecting, 'DELETE', target.url, headers)).then(
        ({ response }) => response.resume(),
        () => {},
      )
    },
  }
}

async function answerIn(response: IncomingMessage, { release, signal }: Connecting): Promise<JsonObject | undefined> {
  const { pydantic, emptyEventsAreSkipped } = release.traits
  const type = (response.headers['content-type'] ?? '').toLowerCase()
  if (type.startsWith(JSON_TYPE)) return parseMessage(await textOf(response), pydantic)
  if (!type.startsWith(SSE_TYPE)) {
    response.resume()
    throw new ValueProblem(`Unexpected content type: ${type}`)
  }
  for await (const event of eventsOf(response)) {
    if (event.type !== 'message' || (event.data === '' && emptyEventsAreSkipped)) continue
    const message = parseMessage(event.data, pydantic)
    if (message.result !== undefined || message.error !== undefined) return message
  }
  signal.throwIfAborted()
  return undefined
}

/** The server answered, but not the question: the real one waits until its worker's time is over. */
function silence({ signal }: Connecting): Promise<never> {
  return new Promise((_, reject) => {
    const over = () => reject(new ValueProblem('timed out'))
    if (signal.aborted) over()
    else signal.addEventListener('abort', over, { once: true })
  })
}

function drained(response: IncomingMessage): undefined {
  response.resume()
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
