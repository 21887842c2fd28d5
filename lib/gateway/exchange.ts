import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Era } from '#lib/mcp/index.ts'
import type { CallLine } from './call-line.ts'
import type { Grant } from './grant.ts'
import type { GatewayRoute } from './route.ts'

/** One admitted request: what came in, on which token, and the way to the service. Its carrier answers it. */
export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  route: GatewayRoute
  grant: Grant
  /** How the caller speaks. */
  era: Era
  /** The whole body as it came; empty for GET and DELETE. Within the limit, but not yet known to be JSON-RPC. */
  body: Buffer
  /** The body parsed: a message, a batch (array), or undefined where there is none. */
  message: unknown
  upstream: Upstream
  /** What the access log will say; carriers fill in what they learn. Written when the response closes. */
  line: CallLine
  /** Aborted when the caller has gone, the token has ended or the process stops. */
  signal: AbortSignal
}

/** One way through: answers an exchange in full. What it throws becomes an error answer, if nothing was sent yet. */
export type Carrier = (exchange: Exchange) => Promise<void>

/** The way to one service, with its credential. One for each service and version, shared by all its callers. */
export interface Upstream {
  /** The service's own address. */
  url: URL
  /**
   * Sends one request with the service's credential. Never relays 401 or 403: they are thrown as `service_refused` (after one more
   * try with a fresh access token where there is one). Redirects are thrown as `service_moved`; unreachable, silent and denied
   * addresses as their own `GatewayError`s. Other statuses are given back whatever they say; the caller must read or discard the body.
   */
  send(request: UpstreamRequest): Promise<UpstreamAnswer>
  /**
   * As `send`, with the answer given to `sink` piece by piece and nothing between: the shortest way. Fulfilled at the answer's end.
   * A service that breaks off inside its answer is thrown as `upstream_broke_off`.
   */
  relay(request: UpstreamRequest, sink: AnswerSink): Promise<void>
}

/** What takes an answer as it comes. */
export interface AnswerSink {
  /** The head; `breakOff` ends the request. What it throws ends the request too, and is thrown by `relay`. */
  begin(status: number, headers: IncomingHttpHeaders, breakOff: () => void): void
  /** One piece. False holds the service back until `onDrain`'s callback is called; what it throws ends the request. */
  piece(chunk: Buffer): boolean
  onDrain(resume: () => void): void
}

export interface UpstreamRequest {
  method: 'POST' | 'GET' | 'DELETE'
  /** Another address than the service's own: where an SSE stream says that messages go. Same origin only. */
  url?: URL
  /** Without credential and without hop-by-hop headers. */
  headers: Record<string, string>
  body?: Buffer | string
  /** Whether its answer is a stream that may be silent for ever (GET, `subscriptions/listen`); otherwise silence ends it. */
  standing?: boolean
  /** Closes the upstream connection. */
  signal: AbortSignal
}

export interface UpstreamAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: AnswerBody
}

/** The body of a service's answer, for one reader at a time. */
export interface AnswerBody {
  /**
   * Gives each chunk to `onChunk`, to the end. A promise from it holds the service back until it is fulfilled. Throws `upstream_silent`,
   * `upstream_broke_off`, what `onChunk` throws and what the request was aborted with.
   */
  pump(onChunk: (chunk: Buffer) => Promise<void> | undefined): Promise<void>
  /** The first bytes: all of them where they are no more than `limit`, else those that came so far, and the rest waits. Throws as `pump`. */
  readHead(limit: number): Promise<{ head: Buffer; complete: boolean }>
  /** Reads away what is known to be short, so that its connection can be used again. */
  drain(): void
  /** Lets go of what nobody reads: its connection is closed, and what happens to it then is nobody's concern. */
  discard(): void
}
