import { serviceReach } from '#lib/services/index.ts'
import type { TokenOptions } from '#lib/tokens/schema.ts'
import type { ReachView } from '../views.ts'
import type { ServiceRow } from './load-draft.ts'

/** What a platform (by the name `platform`) gets of a service by itself, in numbers and words. */
export function reachView(service: ServiceRow, platform: string): ReachView {
  const reach = serviceReach(service)
  const through = 'service' as const
  switch (reach.kind) {
    case 'unknown':
      return { through, kind: 'unknown', gets: null, of: service.toolCount, message: null }
    case 'all':
      return { through, kind: 'all', gets: reach.of, of: reach.of, message: null }
    case 'part':
      return {
        ...{ through, kind: 'first_page', gets: reach.gets, of: reach.of },
        message: `${platform} gets ${reach.gets} of ${reach.of} tools, it reads only the first page.`,
      }
    case 'none':
      return {
        ...{ through, kind: 'nothing', gets: 0, of: reach.of },
        message: `It speaks only MCP ${service.protocolVersion ?? '2026-07-28'}, ${platform} can’t.`,
      }
  }
}

/**
 * What a platform gets of a service through the gateway: all of it, or what a token allows. `tools` are the names that the last
 * check listed; without them every allowed one counts.
 */
export function throughGateway(
  service: Pick<ServiceRow, 'toolCount'>,
  options: TokenOptions | null,
  tools?: readonly string[],
): ReachView {
  const of = service.toolCount
  const allowed = options?.allowedTools ?? null
  if (allowed === null)
    return { through: 'gateway', kind: of === null ? 'unknown' : 'all', gets: of, of, message: null }
  const names = new Set(allowed)
  const gets = tools === undefined ? names.size : tools.filter((name) => names.has(name)).length
  return { through: 'gateway', kind: 'all', gets, of, message: null }
}
