import type { Carrier } from '../exchange.ts'
import { carryToModern } from './carry-to-modern.ts'
import { answerStatelessly } from './stateless-door.ts'

/** Carries a legacy caller's Streamable HTTP to a service that speaks only the modern era; no session, nothing kept. */
export const bridgeToModern: Carrier = (exchange) => {
  exchange.line.serviceEra = 'modern'
  return answerStatelessly(exchange, carryToModern)
}
