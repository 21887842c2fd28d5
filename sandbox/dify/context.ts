import type { Release, Traits } from './release.ts'
import type { Account, State, Workspace } from './state.ts'

/** How long this Dify waits for MCP servers where the real one waits. */
export interface Patience {
  /** The real one notices a failed connection at its next look, once a second. */
  readonly pollMs: number
  /** How long a connection may last at all; the real one ends with its worker's timeout. */
  readonly hangMs: number
}

/** Special conditions of an installation. */
export interface Installation {
  readonly adminKey: string | undefined
  readonly setup: 'finished' | 'not_started'
  readonly passwordLogin: boolean
  readonly ssoEnforced: boolean
  readonly accessTokenSeconds: number
}

export interface Context {
  readonly release: Release
  readonly traits: Traits
  readonly state: State
  readonly installation: Installation
  readonly patience: Patience
  readonly startedAt: Date
  /** Waits as long as a real Dify would be busy with so many units of that work; its one worker does one at a time. */
  readonly work: (kind: 'list' | 'create' | 'update', units: number) => Promise<void>
}

/** Who makes a call, and in which workspace. */
export interface Actor {
  readonly account: Account
  readonly workspace: Workspace
  readonly by: 'account' | 'admin key'
}
