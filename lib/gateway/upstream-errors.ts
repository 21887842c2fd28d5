import { FerryError, networkReason } from '#lib/core/index.ts'
import { GatewayError } from './gateway-error.ts'

/** What is thrown in place of an answer of the service that must not be relayed, or undefined for one that may. */
export function refusedAnswer(status: number): GatewayError | undefined {
  if (status === 401 || status === 403)
    return new GatewayError('service_refused', 'The service refused its stored credential.')
  if (status >= 300 && status < 400)
    return new GatewayError('service_moved', 'The service has moved; its address has to be corrected.')
  return undefined
}

/** A fault of the network on the way to the service, in words that name no address. The cause keeps what was thrown. */
export function upstreamFault(cause: unknown): GatewayError {
  const code = codeOf(cause)
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT')
    return new GatewayError('upstream_silent', 'The service did not answer in time.', { cause })
  if (networkReason(cause)?.code === 'address_denied')
    return new GatewayError('upstream_denied', 'The address of the service may not be called from here.', { cause })
  if (cause instanceof FerryError && cause.code.startsWith('access_token_'))
    return new GatewayError('no_access_token', 'The gateway gets no access token for the service.', { cause })
  if (cause instanceof FerryError && cause.code === 'sealed_by_another_key')
    return new GatewayError('credential_sealed', 'The stored credential of the service cannot be opened here.', {
      cause,
    })
  return new GatewayError('upstream_unreachable', 'The service could not be reached.', { cause })
}

/** A fault inside an answer of the service that had begun. */
export function brokenOff(cause: unknown): GatewayError {
  const fault = upstreamFault(cause)
  if (fault.code === 'upstream_silent') return fault
  return new GatewayError('upstream_broke_off', 'The service broke off before its answer was complete.', { cause })
}

function codeOf(error: unknown): unknown {
  return error instanceof Error ? (error as { code?: unknown }).code : undefined
}
