import { FerryError } from './errors.ts'

/** Why nothing could be exchanged with a host, for a person. */
export interface NetworkReason {
  /** Stable: `connection_refused`, `unknown_host`, `tls_expired`, … */
  code: string
  message: string
  next: string
}

interface Row {
  code: string
  /** The fact, after the host's name. */
  fact: string
  next: string
}

const refused: Row = {
  code: 'connection_refused',
  fact: 'refused the connection.',
  next: 'Check the port, and that the service is running.',
}
const unknownHost: Row = {
  code: 'unknown_host',
  fact: 'is not known to the name server.',
  next: 'Check the host name; it must resolve where MCP Ferry runs.',
}
const unreachable: Row = {
  code: 'unreachable',
  fact: 'cannot be reached from this network.',
  next: 'Check the route and the firewall between MCP Ferry and the host.',
}
const connectTimeout: Row = {
  code: 'connect_timeout',
  fact: 'did not take the connection in time.',
  next: 'Check that the host is up and that no firewall drops the connection.',
}
const reset: Row = {
  code: 'connection_reset',
  fact: 'closed the connection before it had answered.',
  next: 'Look into the log of the service or of the proxy before it, then try again.',
}
const silent: Row = {
  code: 'timed_out',
  fact: 'did not answer in time.',
  next: 'Check that the service is running and not overloaded.',
}
const selfSigned: Row = {
  code: 'tls_self_signed',
  fact: 'shows a certificate that it signed itself.',
  next: 'Install a certificate of a known authority, or give its authority to MCP Ferry with NODE_EXTRA_CA_CERTS.',
}
const unknownIssuer: Row = {
  code: 'tls_unknown_issuer',
  fact: 'shows a certificate whose issuer is not known here.',
  next: 'Let the server send the whole chain, or give its authority to MCP Ferry with NODE_EXTRA_CA_CERTS.',
}
const plainHttp: Row = {
  code: 'tls_not_spoken',
  fact: 'does not speak TLS at this port.',
  next: 'Check the port, or write the address with http://.',
}
const notHttp: Row = {
  code: 'not_http',
  fact: 'answers, but not in HTTP.',
  next: 'Check the port; for an encrypted one write the address with https://.',
}

const ROWS: Record<string, Row> = {
  ECONNREFUSED: refused,
  ENOTFOUND: unknownHost,
  EAI_AGAIN: {
    code: 'name_server_silent',
    fact: 'could not be looked up: the name server does not answer.',
    next: 'Check the name server of the machine that MCP Ferry runs on.',
  },
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  ETIMEDOUT: connectTimeout,
  UND_ERR_CONNECT_TIMEOUT: connectTimeout,
  ECONNRESET: reset,
  EPIPE: reset,
  UND_ERR_SOCKET: reset,
  CERT_HAS_EXPIRED: {
    code: 'tls_expired',
    fact: 'shows a certificate that has expired.',
    next: 'Renew the certificate of the service.',
  },
  CERT_NOT_YET_VALID: {
    code: 'tls_not_yet_valid',
    fact: 'shows a certificate that is not valid yet.',
    next: 'Check the clocks of both machines and the certificate of the service.',
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: selfSigned,
  SELF_SIGNED_CERT_IN_CHAIN: selfSigned,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
  ERR_TLS_CERT_ALTNAME_INVALID: {
    code: 'tls_name_mismatch',
    fact: 'shows a certificate for another name.',
    next: 'Use the name that stands in the certificate, or renew it for this one.',
  },
  ERR_SSL_WRONG_VERSION_NUMBER: plainHttp,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: plainHttp,
  UND_ERR_HEADERS_OVERFLOW: {
    code: 'too_big',
    fact: 'sends more header bytes than are read.',
    next: 'Check that the address leads to the service itself.',
  },
  UND_ERR_HEADERS_TIMEOUT: silent,
  UND_ERR_BODY_TIMEOUT: silent,
}

/**
 * The reason for which a request got no (whole) answer, from whatever was thrown, causes included.
 * `url` names the host in the sentence. Undefined when the error is none of the network's (or is an abort).
 */
export function networkReason(error: unknown, url?: string | URL): NetworkReason | undefined {
  const host = hostOf(url)
  for (const link of causes(error)) {
    if (link instanceof FerryError && link.next !== undefined)
      return { code: link.code, message: link.message, next: link.next }
    const row = rowOf(link)
    if (row !== undefined) return { code: row.code, message: `${host} ${row.fact}`, next: row.next }
  }
  return undefined
}

function rowOf(error: Error): Row | undefined {
  const { code: given } = error as { code?: unknown }
  const code = typeof given === 'string' ? given : ''
  if (Object.hasOwn(ROWS, code)) return ROWS[code]
  if (code.startsWith('HPE_') || error.name === 'HTTPParserError') return notHttp
  if (/^(ERR_SSL_|ERR_TLS_|CERT_|EPROTO$)/.test(code))
    return {
      code: 'tls_failed',
      fact: `could not agree on an encrypted connection (${code}).`,
      next: 'Check the TLS settings of the service.',
    }
  if (error.message === 'bad port')
    return {
      code: 'port_blocked',
      fact: 'is at a port that HTTP clients refuse to call.',
      next: 'Move the service to another port.',
    }
  return undefined
}

function hostOf(url: string | URL | undefined): string {
  return url !== undefined && URL.canParse(String(url)) ? new URL(url).host : 'The host'
}

/** The error, its causes, and the single attempts of an AggregateError; bounded, since a chain may be circular. */
function causes(error: unknown): Error[] {
  const found: Error[] = []
  let open: unknown[] = [error]
  while (open.length > 0 && found.length < 20) {
    const errors = open.filter((one): one is Error => one instanceof Error && !found.includes(one))
    found.push(...errors)
    open = errors.flatMap((one) => [one.cause, ...(one instanceof AggregateError ? one.errors : [])])
  }
  return found
}
