import type { Agent } from 'undici'
import { outboundAgent } from '#lib/core/index.ts'
import type { Upstream } from './exchange.ts'
import type { GrantedService } from './grant.ts'
import { remember } from './remember.ts'
import { openUpstream } from './upstream.ts'

/** Upstreams of services that nobody called lately are let go of beyond this number. */
const MOST = 2000

/** The ways to all services of a process, over one guarded agent. */
export interface Upstreams {
  /** The way to this version of the service. Throws what `outboundUrl` throws. */
  to(service: GrantedService): Upstream
  /** Breaks everything off. */
  close(): Promise<void>
}

/** Without `keepConnections` each request has a connection of its own: one that was kept may be dead when a frozen process is thawed. */
export function openUpstreams({ keepConnections = true } = {}): Upstreams {
  const agent: Agent = outboundAgent({ keepConnections })
  const byVersion = new Map<string, Upstream>()
  return {
    to(service) {
      const known = byVersion.get(service.version)
      if (known !== undefined) return known
      const opened = openUpstream(service, agent)
      remember(byVersion, service.version, opened, MOST)
      return opened
    },
    close: () => agent.destroy(),
  }
}
