import type { Era } from '#lib/mcp/index.ts'
import type { Carrier } from './exchange.ts'
import type { GrantedService } from './grant.ts'
import { passLegacy } from './pass/legacy.ts'
import { passModern } from './pass/modern.ts'
import type { GatewayRoute } from './route.ts'

/**
 * The way through: by the caller's door and era, and by what the service speaks. A service that was never checked well is taken for
 * a legacy one.
 */
export function chooseCarrier(_route: GatewayRoute, era: Era, service: GrantedService): Carrier {
  const servesModern = service.eras.includes('modern')
  return era === 'modern' && servesModern ? passModern : passLegacy
}
