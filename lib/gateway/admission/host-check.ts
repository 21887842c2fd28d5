import type { IncomingMessage } from 'node:http'
import { refusals } from '../refusals.ts'

/**
 * Judges `Host` and `Origin`: a page of another site whose name was pointed at us (DNS rebinding) is refused. Allowed are the given
 * addresses, loopback names with the port of the connection, and the very address that the connection reached, which no name stands
 * for. Throws `foreign_host` and `foreign_origin`.
 */
export function hostCheck(addresses: readonly string[]): (request: IncomingMessage) => void {
  const allowed = new Set(addresses.flatMap(hostForms))

  function isOurs(host: string, request: IncomingMessage): boolean {
    if (allowed.has(host)) return true
    const { localAddress = '', localPort } = request.socket
    const address = localAddress.replace(/^::ffff:/, '')
    const names = ['localhost', '127.0.0.1', '[::1]', address.includes(':') ? `[${address}]` : address]
    return names.some((name) => host === `${name}:${localPort}` || (localPort === 80 && host === name))
  }

  return (request) => {
    const { host, origin } = request.headers
    if (host === undefined || !isOurs(host.toLowerCase(), request)) throw refusals.foreignHost()
    if (origin === undefined) return
    if (!URL.canParse(origin) || !isOurs(new URL(origin).host, request)) throw refusals.foreignOrigin()
  }
}

/** An address as `Host` may name it: without the scheme's own port, or with it. */
function hostForms(address: string): string[] {
  const { protocol, host, hostname, port } = new URL(address)
  return port === '' ? [host, `${hostname}:${protocol === 'https:' ? 443 : 80}`] : [host]
}
