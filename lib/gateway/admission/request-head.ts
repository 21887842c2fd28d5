import type { IncomingMessage } from 'node:http'
import { refusals } from '../refusals.ts'
import { type GatewayRoute, routeOf } from '../route.ts'
import { callerToken } from './caller-token.ts'
import { hostCheck } from './host-check.ts'

/** What the head of a request says of itself. */
interface Head {
  route: GatewayRoute
  /** The token as it is presented, whatever it opens. */
  token: string
}

/** What of a request it was read from. */
interface Said {
  url: string | undefined
  host: string | undefined
  origin: string | undefined
  authorization: string | undefined
}

/**
 * Reads where requests go and on which token, for a gateway that answers under `addresses`. Throws `no_such_path`, `foreign_host`,
 * `foreign_origin` and `no_token`.
 */
export function requestHeadReader(addresses: readonly string[]): (request: IncomingMessage) => Head {
  const checkHost = hostCheck(addresses)
  /** The last head of each connection: most say the same again and again. */
  const last = new WeakMap<IncomingMessage['socket'], Head & Said>()

  return (request) => {
    const { url, headers, socket } = request
    const { host, origin, authorization } = headers
    const known = last.get(socket)
    if (
      known !== undefined &&
      known.url === url &&
      known.authorization === authorization &&
      known.host === host &&
      known.origin === origin
    )
      return known
    const route = routeOf(url ?? '')
    if (route === undefined) throw refusals.noSuchPath()
    checkHost(request)
    const token = callerToken(request, route)
    if (token === undefined) throw refusals.noToken()
    const head = { url, host, origin, authorization, route, token }
    last.set(socket, head)
    return head
  }
}
