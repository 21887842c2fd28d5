/** A platform as the first step shows it. Times are ISO 8601 texts. */
export interface PlatformCard {
  id: string
  name: string
  /** Host and port, as people know it. */
  address: string
  release: string | null
  /** Why it cannot be used now; null when it can. */
  fault: { message: string; next: string | null } | null
  status: 'reachable' | 'unreachable' | 'unchecked'
  testedAt: string | null
  latencyMs: number | null
  login: 'adminKey' | 'account'
  /** Who we are there, in words. */
  identity: string | null
  namespaces: { available: number; all: number }
  /** Whether its namespaces are worked on at the same time. */
  parallel: boolean
  /** MCP providers there, as counted last, and how many of them we hold; null where not known. */
  providers: number | null
  ours: number | null
  can: string[]
  cannot: string[]
  /** The release whose behaviour is followed, where it is another one than its own. */
  measuredAs: string | null
}
