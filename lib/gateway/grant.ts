import type { Era, Transport } from '#lib/mcp/index.ts'

/** What a token opens: one service, and how much of it. Known from the database, kept in memory until something changes. */
export interface Grant {
  tokenId: string
  namespaceId: string | null
  service: GrantedService
  policy: ToolPolicy
  callsPerMinute: number | null
  /** Unix milliseconds by the clock of this machine from which the token is not valid any more: its expiry, or the end of its grace time; null for never. */
  endsAt: number | null
}

/** The service behind a token, as far as carrying a call needs it. */
export interface GrantedService {
  id: string
  identifier: string
  name: string
  url: string
  transport: Transport
  /** The eras that its last good check found; empty when it never had one. */
  eras: readonly Era[]
  /** The version its last good check agreed on. */
  protocolVersion: string | null
  /** Seconds that one call may take before its answer begins. */
  timeoutSeconds: number
  /** Seconds that a stream may be silent. */
  sseReadTimeoutSeconds: number
  /** Sealed; opened once by `upstream.ts`, never logged. */
  sealedCredential: string | null
  /** Changes when URL, transport, eras or credential do: what upstream sessions and caches belong to. */
  version: string
}

/** Which of a service's tools a token may see and call, and under which names. */
export interface ToolPolicy {
  /** The service's own names; null for all. */
  allowed: ReadonlySet<string> | null
  /** Put before each name; '' for none. */
  prefix: string
}
