import type { IncomingHttpHeaders } from 'node:http'
import ipaddr from 'ipaddr.js'

/** What a proxy says of the request it forwards. From anybody else it is a claim. */
const FORWARDED = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port', 'forwarded'] as const

/**
 * Makes the `X-Forwarded-…` headers of an incoming request trustworthy, in place: behind a trusted proxy they stay; otherwise what the
 * caller claimed is dropped and the address of the connection itself takes its place. For the server in front of Next.
 */
export function settleForwardedHeaders(
  request: { headers: IncomingHttpHeaders; socket: { remoteAddress?: string | undefined } },
  trustProxy: boolean,
): void {
  const { headers, socket } = request
  if (trustProxy && headers['x-forwarded-for'] !== undefined) return
  if (!trustProxy) for (const name of FORWARDED) delete headers[name]
  if (socket.remoteAddress !== undefined) headers['x-forwarded-for'] = socket.remoteAddress
}

/**
 * The address to count a caller by: of `X-Forwarded-For` the last entry, which the nearest proxy added (earlier ones are the
 * caller's own claim). IPv4 in its short form; IPv6 as its /64, since that is what one household or machine is given.
 */
export function clientAddress(forwardedFor: string | null): string | undefined {
  const last = forwardedFor?.split(',').at(-1)?.trim()
  if (last === undefined || !ipaddr.isValid(last)) return undefined
  const address = ipaddr.process(last)
  if (address.kind() === 'ipv4') return address.toString()
  const [network] = ipaddr.parseCIDR(`${address.toNormalizedString().replace(/%.*$/, '')}/64`)
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${network.toString()}/64`).toString()}/64`
}
