import type { Carrier } from '../exchange.ts'
import { onwardHeaders } from './headers.ts'
import { relay } from './relay.ts'

/** Modern caller, modern service: as it is. */
export const passModern: Carrier = async (exchange) => {
  const { request, upstream, body, signal } = exchange
  await relay(exchange, await upstream.send({ method: 'POST', headers: onwardHeaders(request.headers), body, signal }))
}
