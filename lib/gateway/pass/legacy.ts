import type { Carrier } from '../exchange.ts'
import { onwardHeaders } from './headers.ts'
import { relay } from './relay.ts'

/** Legacy caller, legacy service, both over Streamable HTTP: as it is. */
export const passLegacy: Carrier = (exchange) => {
  const { request, body, signal } = exchange
  const method = request.method as 'POST' | 'GET' | 'DELETE'
  return relay(exchange, {
    method,
    headers: onwardHeaders(request.headers),
    ...(method === 'POST' && { body }),
    ...(method === 'GET' && { standing: true }),
    signal,
  })
}
