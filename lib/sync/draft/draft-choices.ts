import type { Credential } from '#lib/core/index.ts'
import type { TokenOptions } from '#lib/tokens/schema.ts'
import type { ConflictChoice, TokenMode } from '../schema.ts'

/** The slot of a choice that holds for all namespaces. */
export const EVERYWHERE = '*'

/** What one look as the platform asks has found; worth something only for the same `of`. */
export interface StoredProof {
  /** What it was asked with: URL, credential (by version) and release. */
  of: string
  state: 'verified' | 'failed'
  message: string
  next: string | null
  code: string
  tools: string[]
  morePages: boolean
  enforced: boolean | null
  ms: number
  at: string
}

/** What was chosen for one service, everywhere or in one namespace. A typed credential lies sealed beside, under the same key. */
export interface StoredSlot {
  mode: TokenMode
  source: 'typed' | 'kept' | 'service' | null
  /** What a generated token lets through; absent otherwise. */
  options?: TokenOptions
  /** Why a generated one is proposed although nobody chose it, in one sentence. */
  proposed?: string
  /** Another one with each typed credential, and with other options. */
  version: string
  setAt: string | null
  setBy: string | null
  credentialKind: string
  headerNames: string[]
  /** True for what nobody chose because it goes without saying; it gives way when something else does. */
  implied?: boolean
  proof?: StoredProof
  /** The `of` that somebody said to go on with unverified. */
  accepted?: string
}

/** What a draft holds besides its tokens; names are kept to say what vanished. */
export interface DraftChoices {
  name: string | null
  services: { id: string; name: string }[]
  platform: { id: string; name: string } | null
  namespaces: { id: string; name: string }[]
  authentication: Record<string, { scope: 'same' | 'byNamespace'; slots: Record<string, StoredSlot> }>
  /** By `conflictKey`. */
  conflicts: Record<string, ConflictChoice>
}

/** Typed credentials by `tokenKey`; sealed as a whole. */
export type DraftTokens = Record<string, Credential>

/** Where a typed credential lies: by service and slot (a namespace's id or `EVERYWHERE`). */
export function tokenKey(serviceId: string, slot: string): string {
  return `${serviceId}:${slot}`
}

export function conflictKey(namespaceId: string, serviceId: string): string {
  return `${namespaceId}:${serviceId}`
}

/** Puts a slot into the choices, where nothing was chosen for its service yet too. */
export function storeSlot(choices: DraftChoices, serviceId: string, key: string, slot: StoredSlot): void {
  choices.authentication[serviceId] ??= { scope: key === EVERYWHERE ? 'same' : 'byNamespace', slots: {} }
  choices.authentication[serviceId].slots[key] = slot
}
