import type { Carrier } from '../exchange.ts'
import { onwardHeaders } from './headers.ts'
import { relay } from './relay.ts'

/** Modern caller, modern service: as it is. */
export const passModern: Carrier = (exchange) => {
  const { request, body, signal } = exchange
  return relay(exchange, { method: 'POST', headers: onwardHeaders(request.headers), body, signal })
}
