import ipaddr from 'ipaddr.js'
import { connectorFor, PlatformError } from '#lib/platforms/index.ts'
import { gatewayBaseUrl, gatewayUrl } from '#lib/tokens/index.ts'
import type { PlatformRow } from './load-draft.ts'

/** How a platform reaches a service through the gateway. */
export interface GatewayWay {
  /** What the platform gets; without the token, also where that travels in the path. */
  url: string
  /** Its release sends no headers: the token goes into the URL's path. */
  tokenInPath: boolean
  /** Why the platform cannot reach the gateway at this address. */
  obstacle: { message: string; next: string } | null
  /** Why it perhaps cannot. */
  caution: string | null
}

type Platform = Pick<PlatformRow, 'kind' | 'release' | 'baseUrl'>

const REMEDY = 'Set GATEWAY_URL to an address that Dify reaches.'

/** The way of a platform to a service through the gateway, as far as it can be told from here. */
export function gatewayWay(platform: Platform, identifier: string): GatewayWay {
  const gateway = hostOf(gatewayBaseUrl())
  const there = hostOf(platform.baseUrl)
  return {
    url: gatewayUrl(identifier),
    tokenInPath: tokenInPath(platform),
    obstacle:
      isLoopback(gateway) && !isLoopback(there)
        ? { message: `Dify at ${there} cannot reach the gateway at ${gateway}: for Dify that is itself.`, next: REMEDY }
        : null,
    caution: cautionOf(gateway, there),
  }
}

/** Whether a platform's release sends no headers, so that a generated token has to travel in the URL's path. */
export function tokenInPath({ kind, release }: Pick<Platform, 'kind' | 'release'>): boolean {
  return release !== null && !sendsHeaders(kind, release)
}

function sendsHeaders(kind: Platform['kind'], release: string): boolean {
  try {
    return connectorFor(kind).capabilities(release).customHeaders
  } catch (error) {
    // A release that nothing is known of is refused with its reason as soon as it is asked for more.
    if (error instanceof PlatformError) return true
    throw error
  }
}

function cautionOf(gateway: string, there: string): string | null {
  if (isLoopback(gateway) || !isPublic(there)) return null
  if (rangeOf(gateway) === undefined && !gateway.includes('.'))
    return `The gateway’s name ${gateway} is no public one: Dify at ${there} may not know it. ${REMEDY}`
  if (rangeOf(gateway) !== undefined && !isPublic(gateway))
    return `The gateway’s address ${gateway} is a private one: Dify at ${there} may not reach it. ${REMEDY}`
  return null
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[(.*)\]$/, '$1')
}

/** The kind of an IP address; undefined for a name. */
function rangeOf(host: string): string | undefined {
  return ipaddr.isValid(host) ? ipaddr.process(host).range() : undefined
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || rangeOf(host) === 'loopback'
}

function isPublic(host: string): boolean {
  const range = rangeOf(host)
  return range === undefined
    ? host.includes('.') && !/\.(local|internal|lan|home\.arpa)$/.test(host)
    : range === 'unicast'
}
