/** How an MCP server speaks: `legacy` up to 2025-11-25 (handshake, sessions), `modern` from 2026-07-28 (stateless). */
export type Era = 'legacy' | 'modern'
export type Transport = 'streamable_http' | 'sse'

/** A tool as its service lists it. */
export interface ListedTool {
  name: string
  title?: string
  description?: string
  inputSchema: Record<string, unknown>
}

/** One request of a check and what came back, for «Test» and the log; never a credential. */
export interface ExchangeStep {
  /** «POST initialize», «GET event stream», … */
  what: string
  /** HTTP status, or the network's reason when there was none. */
  answer: string
  ms: number
}

/** What to call and how. */
export interface McpTarget {
  url: string
  transport: 'auto' | Transport
  /** Request headers that the credential becomes. */
  headers: Record<string, string>
  /** What the era's memory belongs to instead of the headers, where these change by themselves. */
  identity?: string
  /** One deadline for the whole check, milliseconds. */
  deadlineMs: number
}

/** What an earlier check learned of the service's era, valid for the same URL and credential only. */
export interface EraMemory {
  /** Keyed fingerprint or hash of URL and headers. */
  of: string
  era: Era
  transport: Transport
  /** Unix milliseconds. */
  at: number
  /** The stored answer of `server/discover`, which lets the next check skip it. */
  discover?: unknown
  /** Of a modern service: what a legacy client got when one was last imitated. */
  legacy?: {
    served: boolean
    /** Tools of the first page; absent when legacy is not served. */
    firstPageTools?: number
    /** How many tools the service had then: another number makes this stale. */
    tools: number
    /** Unix milliseconds. */
    at: number
  }
}

/** The verdict of one check: *normal* only when a real exchange succeeded, every page was read and valid, and there is a tool. */
export interface CheckReport {
  status: 'normal' | 'abnormal'
  /**
   * Stable. `normal`, or:
   * - credential: `needs_token`, `needs_basic`, `needs_credential`, `credential_refused`, `refused`, `lacks_scope`
   * - address: `wrong_path`, `web_page`, `other_json`, `not_mcp`, `moved`, `invalid_url`, `unsupported_scheme`, `credentials_in_url`,
   *   `invalid_header`, `address_denied`
   * - network: `connection_refused`, `unknown_host`, `name_server_silent`, `unreachable`, `connect_timeout`, `connection_reset`,
   *   `not_http`, `port_blocked`, `tls_expired`, `tls_not_yet_valid`, `tls_self_signed`, `tls_unknown_issuer`, `tls_name_mismatch`,
   *   `tls_not_spoken`, `tls_failed`
   * - service: `busy`, `service_fails`, `service_error`, `timed_out`, `too_big`
   * - protocol: `newer_only`, `unsupported_version`, `headers_changed`, `needs_capability`, `malformed_answer`, `malformed_tool`,
   *   `no_tools`, `endless_list`
   * - `cancelled` (the caller's signal), `failed` (none of these)
   */
  code: string
  /** The fact in one sentence. */
  message: string
  /** The next step in one sentence; absent when there is nothing to do. */
  next?: string
  transport?: Transport
  eras: Era[]
  protocolVersion?: string
  serverName?: string
  serverVersion?: string
  tools: ListedTool[]
  pages?: number
  /** Tools on the first page of the legacy list (what a client without paging gets); absent when legacy is not served. */
  legacyFirstPageTools?: number
  /** Milliseconds for the whole check. */
  ms: number
  memory?: EraMemory
  exchange: ExchangeStep[]
}

/** A client that we imitate, to know beforehand what it will get. */
export interface LegacyClientProfile {
  /** As it calls itself in `clientInfo`. */
  name: string
  version: string
  /** The protocol version it offers in `initialize`. */
  offers: string
  /** The protocol versions it accepts in the answer. */
  accepts: readonly string[]
  /** Which transport a URL gets: by its last path segment (`/mcp`, `/sse`), anything else SSE first. */
  transportByPath: true
}

/** What such a client would get: the tools of the first page, or why nothing. */
export interface AskReport {
  connected: boolean
  /** `connected`, `no_tools` (connected as well), `modern_only`, `version_refused`, or a code of `CheckReport`. */
  code: string
  message: string
  next?: string
  /** Names of the tools on the first page. */
  tools: string[]
  /** Whether the service has more pages, which this client would never read. */
  morePages: boolean
  ms: number
  exchange: ExchangeStep[]
}
