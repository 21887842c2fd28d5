import { z } from 'zod'
import { readEvents, type StreamEvent } from './event-stream.ts'
import type { Transport } from './report.ts'
import { ELSEWHERE, malformedAnswer } from './result-verdict.ts'
import { VerdictError } from './verdict.ts'
import { SettledByAnswer, UnansweredError, type Wire } from './wire.ts'

/** A JSON-RPC message to a service; without `id` it is a notification. */
interface OutgoingMessage {
  jsonrpc: '2.0'
  id?: number
  method: string
  params?: Record<string, unknown>
}

const answerSchema = z.looseObject({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.number(), z.string(), z.null()]).optional(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
})
type IncomingMessage = z.infer<typeof answerSchema>

/** Carries messages of a legacy session; every failure is thrown and stands in the wire's record. */
export interface LegacyChannel {
  /** The answer to a request; undefined for a notification. */
  send(message: OutgoingMessage): Promise<IncomingMessage | undefined>
  close(): Promise<void>
}

/** Opens a channel; for SSE that waits for the service to name its address for messages, `patienceMs` at most. */
export function openLegacyChannel(wire: Wire, transport: Transport, patienceMs?: number): Promise<LegacyChannel> {
  return transport === 'sse' ? openSse(wire, patienceMs) : Promise.resolve(streamable(wire))
}

function streamable(wire: Wire): LegacyChannel {
  let session: string | undefined
  const headers = () => ({ ...wire.target.headers, ...(session !== undefined && { 'mcp-session-id': session }) })
  return {
    async send(message) {
      const response = await post(wire, wire.target.url, headers(), message)
      session ??= response.headers.get('mcp-session-id') ?? undefined
      if (message.id === undefined) return void (await response.body?.cancel())
      return answerIn(response, message.id)
    },
    async close() {
      if (session === undefined) return
      const response = await wire.fetch(wire.target.url, { method: 'DELETE', headers: headers() })
      await response.body?.cancel()
    },
  }
}

async function answerIn(response: Response, id: number): Promise<IncomingMessage | undefined> {
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/json') return answerSchema.parse(await response.json())
  if (type !== 'text/event-stream' || response.body === null) {
    await response.body?.cancel()
    throw new Error(`unexpected content type ${type ?? 'none'}`)
  }
  for await (const { data } of readEvents(response.body)) {
    const message = parsed(data)
    if (message?.id === id) return message
  }
  throw new UnansweredError('the stream ended before its answer')
}

async function openSse(wire: Wire, patienceMs: number | undefined): Promise<LegacyChannel> {
  const patience = new AbortController()
  const timer =
    patienceMs === undefined ? undefined : setTimeout(() => patience.abort(new Error('no endpoint event')), patienceMs)
  try {
    const response = await wire.fetch(wire.target.url, {
      method: 'GET',
      headers: { ...wire.target.headers, accept: 'text/event-stream' },
      signal: patience.signal,
    })
    if (response.status >= 300) throw new SettledByAnswer(`HTTP ${response.status}`)
    if (!/^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '') || response.body === null) {
      await response.body?.cancel()
      throw new Error('not an event stream')
    }
    const events = readEvents(response.body)
    return sseChannel(wire, events, await endpointOf(events, wire.target.url), () => patience.abort())
  } catch (error) {
    patience.abort()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

async function endpointOf(events: AsyncGenerator<StreamEvent>, url: string): Promise<string> {
  for (;;) {
    const { done, value } = await events.next()
    if (done) throw new VerdictError(malformedAnswer('its stream ended before it named an address for messages'))
    if (value.event !== 'endpoint') continue
    const endpoint = new URL(value.data, url)
    // Following it elsewhere would carry the credential to another host.
    if (endpoint.origin !== new URL(url).origin) throw new VerdictError(ELSEWHERE)
    return endpoint.href
  }
}

function sseChannel(
  wire: Wire,
  events: AsyncGenerator<StreamEvent>,
  endpoint: string,
  hangUp: () => void,
): LegacyChannel {
  return {
    async send(message) {
      const response = await post(wire, endpoint, wire.target.headers, message)
      await response.body?.cancel()
      if (message.id === undefined) return undefined
      for (;;) {
        const { done, value } = await events.next()
        if (done) throw new UnansweredError('the stream ended before its answer')
        const answer = parsed(value.data)
        if (answer?.id === message.id) return answer
      }
    },
    close: async () => hangUp(),
  }
}

async function post(
  wire: Wire,
  url: string,
  headers: Record<string, string>,
  message: OutgoingMessage,
): Promise<Response> {
  const response = await wire.fetch(url, {
    method: 'POST',
    headers: { ...headers, accept: 'application/json, text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify(message),
  })
  if (response.status >= 300) throw new SettledByAnswer(`HTTP ${response.status}`)
  return response
}

function parsed(data: string): IncomingMessage | undefined {
  try {
    const message = answerSchema.safeParse(JSON.parse(data))
    return message.success ? message.data : undefined
  } catch {
    return undefined
  }
}
