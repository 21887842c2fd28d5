/** What every kind of platform fulfils. A connector knows `lib/core` and `lib/mcp`, never the database. */
import type { LegacyClientProfile } from '#lib/mcp/index.ts'

/** How we sign in to a platform. */
export type PlatformLogin = { kind: 'adminKey'; key: string } | { kind: 'account'; email: string; password: string }

/** Where a platform is and how we sign in there. */
export interface PlatformConnection {
  /** Without a slash at its end; the connector adds its own paths. */
  baseUrl: string
  /** Address of its pages for people, when different. */
  webUrl?: string
  login: PlatformLogin
  /** The release seen last; the connector asks for it anew where it matters. */
  release?: string
}

/** What was made of an address that somebody pasted. */
export interface ParsedAddress {
  baseUrl: string
  /** What was cut off or added, in words; absent when nothing was. */
  note?: string
}

/** What a release can and cannot do, in the words that pages show. */
export interface ReleaseCapabilities {
  release: string
  /** The release whose measured behaviour is followed (differs when `release` is newer or between measured ones). */
  measuredAs: string
  /** True when newer than any release that was measured. */
  newerThanKnown: boolean
  /** Longest `server_identifier`. */
  identifierMax: number
  /** Whether a provider can carry request headers, so also a token. */
  customHeaders: boolean
  /** Whether the admin key works for workspace calls. */
  adminKey: boolean
  /** Whether creating connects before it answers. */
  createConnects: boolean
  /** Short sentences: what works, what does not. */
  can: string[]
  cannot: string[]
}

/** A namespace as the platform lists it. */
export interface RemoteNamespace {
  remoteId: string
  name: string
  available: boolean
  unavailableReason?: string
}

/** What a look at the namespaces alone found. */
export interface NamespaceListing {
  release: string
  namespaces: RemoteNamespace[]
  ms: number
}

/** What «Test connection» found. Failures are thrown as `PlatformError`. */
export interface ConnectionReport {
  release: string
  capabilities: ReleaseCapabilities
  /** Who we are there, in words. */
  identity: string
  namespaces: RemoteNamespace[]
  /** Sentences worth reading although the test succeeded. */
  notes: string[]
  ms: number
}

/** What should be on the platform for one binding. */
export interface DesiredProvider {
  identifier: string
  name: string
  url: string
  iconEmoji: string
  /** `#rrggbb` */
  iconColor: string
  /** Request headers that the platform presents to the service; values are secrets. */
  headers: Record<string, string>
  timeoutSeconds: number
  sseReadTimeoutSeconds: number
}

/** A provider as one list call shows it. */
export interface ObservedProvider {
  remoteId: string
  identifier: string
  name: string
  /** Origin of its URL; the rest is masked by the platform. */
  urlOrigin: string
  /** Whether the platform holds it for connected. */
  authorised: boolean
  tools: string[]
  /** Unix seconds. */
  updatedAt: number
  /** Fields that we don't know of: given back unchanged by an update. */
  extra: Record<string, unknown>
  /** What only an adoption needs; present when it was asked for. */
  details?: ProviderDetails
}

/** What of a provider's settings the platform shows; null is what it does not tell, or not in a form that we could give back. */
export interface ProviderDetails {
  iconEmoji: string | null
  /** `#rrggbb` in small letters. */
  iconColor: string | null
  timeoutSeconds: number | null
  sseReadTimeoutSeconds: number | null
  /** Request headers that it presents. The masks hold pieces of secrets: they are compared, never stored and never shown. */
  headers: { name: string; mask: string }[]
}

/** How an action on one provider ended when the platform answered. */
export interface Applied {
  remoteId: string
  /** True only when the platform itself reported that it connected and listed tools. */
  connected: boolean
  /** Names of the tools the platform reported. */
  tools: string[]
  /** Unix seconds, as a list will show it. Absent when the answer does not tell it: take it from the next observation. */
  updatedAt?: number
  /** When not connected: code, our sentence, next step, and the platform's own words. */
  failure?: ItemFailure
}

/** Why one item did not succeed. */
export interface ItemFailure {
  /** Stable: `token_refused`, `unreachable_from_platform`, `name_taken`, … */
  code: string
  /** The fact in one sentence. */
  message: string
  /** What a person can do next; a page turns it into a button. */
  nextStep: NextStep
  /** The platform's own words. */
  platformSaid?: string
}

export type NextStep = 'token' | 'retry' | 'network' | 'service' | 'platform' | 'plan' | 'none'

/** Which parts of a provider an update changes: each release may need a new connection for some of them. */
export interface ProviderChange {
  url: boolean
  headers: boolean
  /** Name, icon or timeouts. */
  look: boolean
}

export interface ObserveOptions {
  /** How many are probably there: the deadline grows with it. */
  expectedProviders?: number
  /** Whether each comes with its `details`. */
  details?: boolean
  signal?: AbortSignal
}

/**
 * A namespace opened for a lane or for looking: signed in, and with an account switched there once.
 * Must be closed, which gives the account's own namespace back.
 */
export interface NamespaceHandle {
  release: string
  /** One list call: everything that is there. Costs the platform 25–75 ms for each provider: call it once a lane. */
  observe(options?: ObserveOptions): Promise<ObservedProvider[]>
  /** Creates and makes usable by the way of this release. An unknown outcome is a `PlatformError` with `outcome: 'unknown'`. */
  create(desired: DesiredProvider, signal?: AbortSignal): Promise<Applied>
  /** Changes what is there to what is desired and reconnects where needed; fields we don't know of are carried over. */
  update(
    observed: ObservedProvider,
    desired: DesiredProvider,
    change: ProviderChange,
    signal?: AbortSignal,
  ): Promise<Applied>
  /** Reconnects and reads the tools anew without changing anything else. */
  reconnect(remoteId: string, signal?: AbortSignal): Promise<Applied>
  /** Removes; one that is already gone counts as removed. */
  remove(remoteId: string, signal?: AbortSignal): Promise<void>
  /** Whether we still are where we believe to be (somebody may have switched the account's namespace under us). */
  verifyPlace(signal?: AbortSignal): Promise<boolean>
  close(): Promise<void>
}

/** The code for one kind of platform. */
export interface Connector {
  kind: 'dify'
  /** Accepts what people paste; throws `invalid_input` for what cannot be an address. */
  parseAddress(text: string): ParsedAddress
  /** Signs in and looks around; every failure is a `PlatformError` of its own code. */
  test(connection: PlatformConnection, signal?: AbortSignal): Promise<ConnectionReport>
  /** Signs in and lists the namespaces: what a refresh needs, cheaper than a test. */
  listNamespaces(connection: PlatformConnection, signal?: AbortSignal): Promise<NamespaceListing>
  openNamespace(connection: PlatformConnection, remoteId: string, signal?: AbortSignal): Promise<NamespaceHandle>
  /** Row of the capability table for a release; throws `PlatformError` `too_old` below the first one with MCP. */
  capabilities(release: string): ReleaseCapabilities
  /** Rules the platform would answer with a 500 or a refusal: identifier, name, URL, headers. Empty when fine. */
  faults(desired: DesiredProvider, release: string): ItemFailure[]
  /** Things that work but deserve a word (URL that does not end in /mcp, `{{` in a header value). */
  warnings(desired: DesiredProvider, release: string): string[]
  /** Whether a header's value may be the one that the platform masks so; a false is sure, a true is very likely. */
  fitsMask(mask: string, value: string): boolean
  /** The MCP client of this release, to ask a service as it would. */
  client(release: string): LegacyClientProfile
  /** Lanes with the same key must be worked one at a time (one account); different keys are free. */
  groupKey(connection: PlatformConnection, namespaceRemoteId: string): string
  /** The page where people see a namespace's providers. */
  link(connection: Pick<PlatformConnection, 'baseUrl' | 'webUrl'>): string
}
