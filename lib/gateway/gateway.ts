import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DatabaseConnection } from '#db/client.ts'
import { log } from '#lib/core/index.ts'
import { createAccessLog } from './access-log.ts'
import { createCallLimits } from './admission/call-limits.ts'
import { callerEra } from './admission/caller-era.ts'
import { createGrantStore } from './admission/grant-store.ts'
import { parseBody } from './admission/parse-body.ts'
import { readBody } from './admission/read-body.ts'
import { requestHeadReader } from './admission/request-head.ts'
import { createSharedCallLimits } from './admission/shared-call-limits.ts'
import { answerError, leaveUnread } from './answer-error.ts'
import { beginLine, noteMessage } from './begin-line.ts'
import type { CallLine } from './call-line.ts'
import { chooseCarrier } from './choose-carrier.ts'
import { GatewayError } from './gateway-error.ts'
import type { Grant } from './grant.ts'
import { countsAsCall, isRequest } from './json-rpc.ts'
import { type OpenCall, OpenCalls } from './open-calls.ts'
import { checkModernRequest } from './protocol/modern-request.ts'
import { refusals } from './refusals.ts'
import type { GatewayRoute } from './route.ts'
import { closeEndedSessions } from './session/close-ended-sessions.ts'
import { closeSessions } from './session/session-pool.ts'
import { openUpstreams } from './upstreams.ts'
import { LOOK_MS, watchChanges } from './watch-changes.ts'

export interface GatewayOptions {
  connection: DatabaseConnection
  /** Whole addresses whose hosts the gateway answers under, besides loopback names and the address a connection reached. */
  addresses?: readonly string[]
  /**
   * For a process that is frozen between calls and one of many: it listens to nothing, looks each token up that it has not looked up just
   * now, counts calls in the database, and keeps no connection to a service for later. `flush` after each call.
   */
  frozenBetweenCalls?: boolean
  /** Most bytes of a request's body. Default 4 MB. */
  maxBodyBytes?: number
}

/** The gateway of a process: answers what is asked at `/mcp/…`. */
export interface Gateway {
  /** Answers one request, whatever it is. Never throws. */
  handle(request: IncomingMessage, response: ServerResponse): void
  /** What it does at the moment, and lines of the access log that wait or were dropped. */
  stats(): { openCalls: number; grants: number; linesWaiting: number; linesDropped: number }
  /** Writes the access log as far as it is known. */
  flush(): Promise<void>
  /**
   * Refuses what comes, ends standing streams at once and calls after `graceMs` (default 5,000), and writes the access log to its end.
   */
  close(graceMs?: number): Promise<void>
}

const FOUR_MEGABYTES = 4 * 1024 * 1024
const FIVE_SECONDS = 5000
const NOTHING = Buffer.alloc(0)

/** Opens the gateway. It looks at the database for changes of tokens and services until it is closed. */
export async function createGateway({
  connection,
  addresses = [],
  frozenBetweenCalls = false,
  maxBodyBytes = FOUR_MEGABYTES,
}: GatewayOptions): Promise<Gateway> {
  const grants = createGrantStore(connection.db, frozenBetweenCalls ? { maxAgeMs: LOOK_MS } : {})
  const limits = frozenBetweenCalls ? createSharedCallLimits(connection.db) : createCallLimits()
  const upstreams = openUpstreams({ keepConnections: !frozenBetweenCalls })
  const accessLog = createAccessLog(connection.db)
  const readRequestHead = requestHeadReader(addresses)
  const calls = new OpenCalls()
  let stopping = false

  const watch = await watchChanges(connection, {
    changed: () => {
      grants.forget()
      void calls.recheck(grants.find)
      void closeEndedSessions(connection.db)
    },
    isNeeded: () => (grants.size > 0 && !frozenBetweenCalls) || calls.size > 0,
    listens: !frozenBetweenCalls,
    tick: () => calls.endExpired(),
  })

  function begin(request: IncomingMessage, response: ServerResponse, token: string, grant: Grant): OpenCall {
    const began = performance.now()
    const line = beginLine(grant, request.method ?? '')
    const call: OpenCall = { token, grant, line, ending: new AbortController() }
    calls.add(call)
    response.once('close', () => {
      calls.delete(call)
      if (!response.writableFinished) {
        if (line.verdict === 'ok') line.verdict = 'cancelled'
        call.ending.abort(new Error('the caller has gone'))
      }
      line.ms = Math.round(performance.now() - began)
      accessLog.add(line)
    })
    return call
  }

  async function carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let message: unknown
    let call: OpenCall | undefined
    try {
      if (stopping) throw refusals.stopping()
      const { route, token } = readRequestHead(request)
      const grant = grants.remembered(token, route.identifier) ?? (await grants.find(token, route.identifier))
      call = begin(request, response, token, grant)
      const { line, ending } = call

      checkMethod(request, route)
      const body = request.method === 'POST' ? await readBody(request, maxBodyBytes) : NOTHING
      line.bytesIn = body.length
      message = request.method === 'POST' ? parseBody(body) : undefined
      const era = route.door === 'mcp' ? callerEra(request.headers, message) : 'legacy'
      noteMessage(line, grant, era, message)
      const wait = waitForLimit(grant, message)
      if (wait !== 0) await requireRoom(wait)
      if (era === 'modern') checkModern(request, message)

      await chooseCarrier(
        route,
        era,
        grant.service,
      )({
        request,
        response,
        route,
        grant,
        era,
        body,
        message,
        upstream: upstreams.to(grant.service),
        line,
        signal: ending.signal,
      })
      if (ending.signal.aborted && !response.writableEnded) throw ending.signal.reason
    } catch (error) {
      tell(request, response, error, message, call)
    }
  }

  /** Seconds until the token may make this call; a promise only where the database counts, since most calls pass here. */
  function waitForLimit({ tokenId, callsPerMinute }: Grant, message: unknown): number | Promise<number> {
    if (callsPerMinute === null || message === undefined) return 0
    const counted = Array.isArray(message) ? message.filter(countsAsCall).length : Number(countsAsCall(message))
    return counted === 0 ? 0 : limits.take(tokenId, callsPerMinute, counted)
  }

  return {
    handle: (request, response) => void carry(request, response),
    stats() {
      const { waiting, dropped } = accessLog.stats()
      return { openCalls: calls.size, grants: grants.size, linesWaiting: waiting, linesDropped: dropped }
    },
    flush: () => accessLog.flush(),
    async close(graceMs = FIVE_SECONDS) {
      stopping = true
      await calls.drain(graceMs)
      await watch.stop()
      closeSessions(() => true)
      await upstreams.close()
      await accessLog.close()
    },
  }
}

async function requireRoom(wait: number | Promise<number>): Promise<void> {
  const seconds = await wait
  if (seconds > 0) throw refusals.tooManyCalls(seconds)
}

const METHODS = { mcp: ['POST', 'GET', 'DELETE'], sse: ['GET'], messages: ['POST'] }

function checkMethod({ method = '' }: IncomingMessage, { door }: GatewayRoute): void {
  const allowed = METHODS[door]
  if (!allowed.includes(method)) throw refusals.methodNotAllowed(allowed.join(', '))
}

/** The modern era knows neither streams by GET nor sessions to end, and no batches. */
function checkModern({ method, headers }: IncomingMessage, message: unknown): void {
  if (method !== 'POST') throw refusals.methodNotAllowed('POST')
  if (Array.isArray(message)) throw refusals.notRpc()
  if (isRequest(message)) checkModernRequest(headers, message)
}

/** Tells the caller what stood in the way, and the access log. */
function tell(
  request: IncomingMessage,
  response: ServerResponse,
  thrown: unknown,
  message: unknown,
  call: OpenCall | undefined,
): void {
  const { aborted = false, reason } = call?.ending.signal ?? {}
  if (response.closed || (aborted && !(reason instanceof GatewayError))) {
    response.destroy()
    return
  }
  const error = asGatewayError(aborted ? reason : thrown)
  if (call !== undefined) noteError(call.line, error)
  if (!request.complete) leaveUnread(request)
  answerError(response, error, message)
}

function noteError(line: CallLine, error: GatewayError): void {
  line.verdict = error.rpcCode === -32603 ? 'failed' : 'refused'
  line.code = error.code
  if (error.cause !== undefined)
    log.info({ code: error.code, service: line.serviceId, err: error.cause }, 'call failed')
}

function asGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error
  log.error({ err: error }, 'the gateway failed')
  return new GatewayError('internal', 'The gateway failed.', { status: 500 })
}
