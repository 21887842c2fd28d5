import type { Era } from '#lib/mcp/index.ts'
import { bridgeToLegacy } from './bridge/to-legacy.ts'
import { bridgeToModern } from './bridge/to-modern.ts'
import type { Carrier } from './exchange.ts'
import type { GrantedService } from './grant.ts'
import { passLegacy } from './pass/legacy.ts'
import { passModern } from './pass/modern.ts'
import type { GatewayRoute } from './route.ts'
import { carryOverSession } from './session/carry-over-session.ts'
import { openSseDoor, postToSseDoor } from './sse-door/index.ts'

/**
 * The way through: by the caller's door and era, and by what the service speaks. A service that was never checked well is taken for
 * a legacy one.
 */
export function chooseCarrier({ door }: GatewayRoute, era: Era, { eras, transport }: GrantedService): Carrier {
  if (door === 'sse') return openSseDoor
  if (door === 'messages') return postToSseDoor
  const servesModern = eras.includes('modern')
  if (era === 'modern') return servesModern ? passModern : bridgeToLegacy
  if (servesModern && !eras.includes('legacy')) return bridgeToModern
  return transport === 'sse' ? carryOverSession : passLegacy
}
