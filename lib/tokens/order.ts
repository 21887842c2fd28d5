import { asc, desc, type SQL, sql } from 'drizzle-orm'
import { gatewayTokens, namespaces, services } from '#db/schema/index.ts'
import { tokenState } from './conditions.ts'
import type { TokenSort } from './schema.ts'

/** What needs a look first is *ascending* for a state. Ties go by service and place, and then by id, so that pages neither repeat nor lose a row. */
export function order(sort: TokenSort, direction: 'asc' | 'desc'): SQL[] {
  const service = sql`lower(${services.name})`
  const place = sql`lower(coalesce(${namespaces.name}, ${gatewayTokens.name}))`
  const by: Record<TokenSort, SQL> = {
    service,
    state: sql`array_position(array['ending', 'active', 'expired', 'ended'], ${tokenState})`,
    lastUsed: sql`${gatewayTokens.lastUsedAt}`,
    calls: sql`${gatewayTokens.calls}`,
    expires: sql`coalesce(${gatewayTokens.endsAt}, ${gatewayTokens.expiresAt})`,
    created: sql`${gatewayTokens.createdAt}`,
  }
  const first = direction === 'asc' ? sql`${by[sort]} asc nulls last` : sql`${by[sort]} desc nulls last`
  return [
    first,
    asc(service),
    direction === 'desc' && sort === 'service' ? desc(place) : asc(place),
    asc(gatewayTokens.id),
  ]
}
