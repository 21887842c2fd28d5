import type { Agent } from 'undici'
import { outboundAgent } from '#lib/core/index.ts'
import type { Upstream } from './exchange.ts'
import type { GrantedService } from './grant.ts'
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

export function openUpstreams(): Upstreams {
  const agent: Agent = outboundAgent()
  const byVersion = new Map<string, Upstream>()
  return {
    to(service) {
      const known = byVersion.get(service.version)
      if (known !== undefined) return known
      const opened = openUpstream(service, agent)
      const [oldest] = byVersion.size >= MOST ? byVersion.keys() : []
      if (oldest !== undefined) byVersion.delete(oldest)
      byVersion.set(service.version, opened)
      return opened
    },
    close: () => agent.destroy(),
  }
}
