import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DatabaseConnection } from '#db/client.ts'
import { log } from '#lib/core/index.ts'
import { callerEra } from './admission/caller-era.ts'
import { callerToken } from './admission/caller-token.ts'
import { createGrantStore } from './admission/grant-store.ts'
import { hostCheck } from './admission/host-check.ts'
import { parseBody } from './admission/parse-body.ts'
import { readBody } from './admission/read-body.ts'
import { answerError } from './answer-error.ts'
import type { CallLine } from './call-line.ts'
import { chooseCarrier } from './choose-carrier.ts'
import type { Exchange } from './exchange.ts'
import { GatewayError } from './gateway-error.ts'
import type { Grant } from './grant.ts'
import { isRequest } from './json-rpc.ts'
import { checkModernRequest } from './protocol/modern-request.ts'
import { refusals } from './refusals.ts'
import { type GatewayRoute, routeOf } from './route.ts'
import { openUpstreams } from './upstreams.ts'

export interface GatewayOptions {
  connection: DatabaseConnection
  /** Whole addresses whose hosts the gateway answers under, besides loopback names and the address a connection reached. */
  addresses?: readonly string[]
  /** Most bytes of a request's body. Default 4 MB. */
  maxBodyBytes?: number
}

/** The gateway of a process: answers what is asked at `/mcp/…`. */
export interface Gateway {
  /** Answers one request, whatever it is. Never throws. */
  handle(request: IncomingMessage, response: ServerResponse): void
  /** Ends all that is open. */
  close(): Promise<void>
}

const FOUR_MEGABYTES = 4 * 1024 * 1024
const NOTHING = Buffer.alloc(0)

export function createGateway({ connection, addresses = [], maxBodyBytes = FOUR_MEGABYTES }: GatewayOptions): Gateway {
  const grants = createGrantStore(connection.db)
  const upstreams = openUpstreams()
  const checkHost = hostCheck(addresses)

  async function carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let message: unknown
    const ended = new AbortController()
    response.on('close', () => ended.abort(new Error('the caller has gone')))
    try {
      const route = routeOf(request.url ?? '')
      if (route === undefined) throw refusals.noSuchPath()
      checkHost(request)
      const token = callerToken(request, route)
      if (token === undefined) throw refusals.noToken()
      const grant = grants.remembered(token, route.identifier) ?? (await grants.find(token, route.identifier))
      checkMethod(request, route)
      const body = request.method === 'POST' ? await readBody(request, maxBodyBytes) : NOTHING
      message = request.method === 'POST' ? parseBody(body) : undefined
      const era = callerEra(request.headers, message)
      if (era === 'modern' && request.method !== 'POST') throw refusals.methodNotAllowed('POST')
      if (era === 'modern' && isRequest(message)) checkModernRequest(request.headers, message)
      const exchange: Exchange = {
        request,
        response,
        route,
        grant,
        era,
        body,
        message,
        upstream: upstreams.to(grant.service),
        line: beginLine(grant, era),
        signal: ended.signal,
      }
      await chooseCarrier(route, era, grant.service)(exchange)
    } catch (error) {
      if (ended.signal.aborted) return
      answerError(response, asGatewayError(error), message)
    }
  }

  return {
    handle: (request, response) => void carry(request, response),
    close: () => upstreams.close(),
  }
}

function checkMethod({ method }: IncomingMessage, { door }: GatewayRoute): void {
  const allow = { mcp: 'POST, GET, DELETE', sse: 'GET', messages: 'POST' }[door]
  if (!allow.split(', ').includes(method ?? '')) throw refusals.methodNotAllowed(allow)
}

function beginLine(grant: Grant, era: Exchange['era']): CallLine {
  return {
    at: Date.now(),
    tokenId: grant.tokenId,
    serviceId: grant.service.id,
    namespaceId: grant.namespaceId,
    method: '',
    tool: null,
    callerEra: era,
    serviceEra: era,
    verdict: 'ok',
    code: null,
    bytesIn: 0,
    bytesOut: 0,
  }
}

function asGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error
  log.error({ err: error }, 'the gateway failed')
  return new GatewayError('internal', 'The gateway failed.', { status: 500, cause: error })
}
