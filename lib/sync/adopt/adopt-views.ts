import type { PlanGroup } from '../views.ts'

/** What stands in a platform's namespaces and was not put there by us. */
export interface ForeignView {
  platformId: string
  platformName: string
  /** Null when no namespace could be read. */
  release: string | null
  namespaces: ForeignNamespace[]
  candidates: Candidate[]
}

/** One namespace that was read, or why it could not be. */
export interface ForeignNamespace {
  id: string
  name: string
  lookedAt: string | null
  /** Providers that are ours already, and others. */
  ours: number
  foreign: number
  fault: PlanGroup['fault']
}

/** Providers with the same identifier and origin, taken for one service that is in several namespaces. */
export interface Candidate {
  /** Stable between two looks. */
  key: string
  identifier: string
  name: string
  iconEmoji: string
  iconColor: string
  /** Of its URL; the path behind it is not readable. Empty where not even that is. */
  urlOrigin: string
  timeoutSeconds: number
  sseReadTimeoutSeconds: number
  /** Names of the tools that the platform lists, where it lists most. */
  tools: string[]
  places: CandidatePlace[]
  /** Places that present the same headers, as far as that can be told; more than one where tokens differ. */
  tokens: CandidateToken[]
  /** Registered services that it may be: the one with its identifier first. */
  links: CandidateLink[]
  proposal: 'new' | 'link' | 'leave'
  /** Why it cannot become a new service; null where it can. */
  hindrance: string | null
  /** What is worth a word: names or timeouts that differ, places that are not connected. */
  notes: string[]
}

interface CandidatePlace {
  namespaceId: string
  namespaceName: string
  remoteId: string
  name: string
  tools: number
  authorised: boolean
}

export interface CandidateToken {
  /** Names of the headers and how many characters their values have; empty where nothing is presented. */
  headers: { name: string; length: number }[]
  namespaceIds: string[]
}

export interface CandidateLink {
  serviceId: string
  name: string
  identifier: string
  by: 'identifier' | 'host'
  credentialKind: string
  /** What the next synchronization would change there because of it; null when nothing. */
  consequence: string | null
}

/** What trying an address showed. */
export interface TriedCandidate {
  state: 'verified' | 'warn' | 'fault'
  /** The fact, and what can be done. */
  message: string
  next: string | null
  /** Names that only the platform lists, and names that only the service lists; at most 20 of each. */
  missing: string[]
  added: string[]
}

/** What was adopted. */
export interface Adopted {
  created: number
  linked: number
  providers: number
  namespaces: number
  serviceIds: string[]
  /** What the next synchronization will change, in sentences. */
  notes: string[]
}
