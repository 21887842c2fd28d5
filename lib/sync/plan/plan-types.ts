/** What planning one namespace starts from and ends in; plain facts, no secret, no clock, no network. */
import type { AppliedShown, ItemDesired } from '#db/schema/index.ts'
import type { ItemFailure, ObservedProvider, ProviderChange } from '#lib/platforms/index.ts'
import type { TokenOptions } from '#lib/tokens/schema.ts'
import type { ConflictChoice, TokenMode } from '../schema.ts'
import type { BindingState, PlanItem, ReachView, ShownService } from '../views.ts'

/** Which parts change. `filter`: what the generated token lets through, so that the platform has to read the tools anew. */
export interface PlannedChange extends ProviderChange {
  filter?: boolean
}

/** What we know of a binding that is already there. */
export interface BoundFacts {
  origin: 'created' | 'adopted'
  remoteId: string | null
  state: BindingState
  stateCode: string | null
  stateMessage: string | null
  shown: AppliedShown | null
  remoteUpdatedAt: number | null
  toolsOfService: number | null
  tokenMode: TokenMode
  tokenSetAt: string | null
  /** True where it was adopted and something else is presented there than what is known here. */
  otherTokenThere?: boolean
  /** The generated token that it presents; absent for another one, or where it has ended. */
  generated?: { prefix: string; options: TokenOptions }
}

/** How the token of a wish is spoken of. */
export interface TokenWords {
  mode: TokenMode
  /** «API key header», «Bearer token», «generated token», «no token». */
  how: string
  /** The namespace that a generated one is for. */
  place?: string
  setAt: string | null
}

/** One service that should be in the namespace. */
export interface Wish {
  service: ShownService
  desired: ItemDesired
  token: TokenWords
  /** Tells one credential from another without holding it. */
  tokenVersion: string
  /** Against what was applied; all true when nothing is known to be. */
  change: PlannedChange
  bound: BoundFacts | null
  reach: ReachView
  /** Tools that the platform should get to see at most: the service's, or those that the token allows. */
  toolCount: number | null
  /** Why it can't be carried at all, whatever is there: a service that is abnormal, a rule of the platform. */
  hindrance: ItemFailure | null
  warnings: string[]
  choice: ConflictChoice | null
  /** Tools it brings, as far as they are known. */
  tools: string[]
}

/** A provider of ours in this namespace that belongs to a service outside the draft. */
export interface OtherBinding {
  remoteId: string | null
  serviceName: string
  url: string | null
}

/** A planned item: what pages see, and what confirming needs. */
export interface PlannedItem {
  view: PlanItem
  /** The provider that it is about, when it is there. */
  remoteId: string | null
  desired: ItemDesired | null
  change: PlannedChange
  tokenVersion: string
  /** Requests that change something. */
  writes: number
}

export interface NamespacePlan {
  items: PlannedItem[]
  sameTools: { tool: string; providers: string[] }[]
}

export interface SyncSituation {
  observed: ObservedProvider[]
  wishes: Wish[]
  others: OtherBinding[]
  /** How the platform is called in sentences: «Dify». */
  platform: string
}
