import { serviceReach } from '#lib/services/index.ts'
import type { ReachView } from '../views.ts'
import type { ServiceRow } from './load-draft.ts'

/** What a platform (by the name `platform`) gets of a service by itself, in numbers and words. */
export function reachView(service: ServiceRow, platform: string): ReachView {
  const reach = serviceReach(service)
  switch (reach.kind) {
    case 'unknown':
      return { kind: 'unknown', gets: null, of: service.toolCount, message: null }
    case 'all':
      return { kind: 'all', gets: reach.of, of: reach.of, message: null }
    case 'part':
      return {
        kind: 'first_page',
        gets: reach.gets,
        of: reach.of,
        message: `${platform} gets ${reach.gets} of ${reach.of} tools, it reads only the first page.`,
      }
    case 'none':
      return {
        kind: 'nothing',
        gets: 0,
        of: reach.of,
        message: `It speaks only MCP ${service.protocolVersion ?? '2026-07-28'}, ${platform} can’t.`,
      }
  }
}
