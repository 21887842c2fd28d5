import type { IncomingMessage } from 'node:http'
import type { GatewayRoute } from '../route.ts'

const BEARER = /^Bearer +(\S+) *$/i

/** The token that a caller presents: in the path, else as Bearer; undefined for none. */
export function callerToken(request: IncomingMessage, route: GatewayRoute): string | undefined {
  if (route.token !== undefined) return route.token
  const { authorization } = request.headers
  if (authorization === undefined) return undefined
  // Another scheme is a token that opens nothing.
  return BEARER.exec(authorization)?.[1] ?? ''
}
