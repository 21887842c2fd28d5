/** What pages get to see of drafts, plans and runs. Times are ISO 8601 texts; no field ever holds a secret. */
import type { NextStep } from '#lib/platforms/connector.ts'
import type { TokenOptions } from '#lib/tokens/schema.ts'
import type { ConflictChoice, TokenMode, Verdict } from './schema.ts'

export type DraftStep = 'platform' | 'namespaces' | 'authentication' | 'review'

/** A service as rows and dialogs show it. */
export interface ShownService {
  id: string
  name: string
  identifier: string
  iconEmoji: string
  iconColor: string
}

/** What a platform of the chosen release gets of a service: by itself, or through the gateway. */
export interface ReachView {
  through: 'service' | 'gateway'
  kind: 'all' | 'first_page' | 'nothing' | 'unknown'
  /** Tools the platform gets, and tools the service has; null where not known. */
  gets: number | null
  of: number | null
  /** «Dify gets 10 of 25 tools, it reads only the first page.» Null when all or unknown. */
  message: string | null
}

export interface StepView {
  done: boolean
  /** What stands below the step's name: «Dify Production», «Research and 2 more», «1 enter, 1 none», «8 writes, about 2 s». */
  summary: string
  /** What is missing, as sentences for the footer; empty when done. */
  missing: string[]
}

/** Something that changed under the draft: a service, platform or namespace that was deleted, a service that became abnormal. */
export interface DraftProblem {
  code: 'service_gone' | 'service_abnormal' | 'platform_gone' | 'namespace_gone' | 'namespace_unavailable'
  message: string
  /** What can be done about it; null where the step itself shows it. */
  next: string | null
  /** Where it is put right; what is gone matters in all steps from there on. */
  step: DraftStep
}

export interface DraftView {
  id: string
  kind: 'sync' | 'remove'
  name: string | null
  createdAt: string
  expiresAt: string
  services: (ShownService & { url: string; toolCount: number | null })[]
  platform: { id: string; name: string; release: string | null; identity: string | null } | null
  /** The chosen ones, in the order of their names. */
  namespaces: { id: string; name: string }[]
  /** Empty until platform and namespaces are chosen, and for a removal. */
  authentication: AuthenticationView[]
  steps: Record<DraftStep, StepView>
  problems: DraftProblem[]
  /** The plan shown last; null when a choice has changed since. */
  plan: PlanView | null
}

/** One page of the namespaces of the draft's platform. */
export interface DraftNamespacesView {
  rows: DraftNamespaceRow[]
  total: number
  availableTotal: number
  chosenTotal: number
  /** When the platform's namespaces were listed last. */
  seenAt: string | null
}

export interface DraftNamespaceRow {
  id: string
  name: string
  available: boolean
  unavailableReason: string | null
  chosen: boolean
  providerCount: number | null
  countedAt: string | null
  /** Of the draft's services, those that are bound there. */
  there: { serviceId: string; name: string; state: BindingState }[]
}

export type BindingState = 'in_sync' | 'failed' | 'unknown'

/** The authentication of one service in all chosen namespaces. */
export interface AuthenticationView {
  serviceId: string
  /** What the service's last check found. */
  asks: 'token' | 'nothing' | 'unknown'
  /** What the platform gets by itself. */
  reach: ReachView
  /** The way through the gateway: the URL that the platform gets (without the token, also where that goes into its path), and how many tools there are. */
  gateway: {
    url: string
    tokenInPath: boolean
    obstacle: { message: string; next: string } | null
    caution: string | null
    tools: number | null
  }
  scope: 'same' | 'byNamespace'
  /** The credential that the service is checked with, when there is one to use. */
  service: { credentialKind: string; setAt: string | null } | null
  /** With `same` one slot without a namespace, otherwise one for each chosen namespace. */
  slots: SlotView[]
}

export interface SlotView {
  namespaceId: string | null
  namespaceName: string | null
  choice:
    | { mode: 'none' }
    | {
        mode: 'entered'
        source: 'typed' | 'kept' | 'service'
        set: true
        setAt: string | null
        setBy: string | null
        /** How it is sent («bearer», «apiKey», …) and under which header names. */
        credentialKind: string
        headerNames: string[]
      }
    | {
        mode: 'generated'
        options: TokenOptions
        /** In so many namespaces the token that is carried there stays, in so many others a new one is made. */
        staying: number
        fresh: number
        /** Why it is proposed, where nobody chose it: one sentence or two. */
        proposed: string | null
      }
    | null
  /** Why the platform cannot use what is chosen, whatever a verification from here finds. */
  obstacle: { message: string; next: string } | null
  /** What was carried before, for «Set on 3 Nov by operator · Replace»: in how many of the slot's namespaces. */
  kept: { namespaces: number; setAt: string | null; setBy: string | null } | null
  proof: SlotProof | null
  acceptedUnverified: boolean
  /** Whether this slot lets the dialog go on. */
  ready: boolean
}

/** What the platform's way of asking found; dropped as soon as token or URL change. */
export interface SlotProof {
  state: 'verified' | 'failed'
  /** «Verified as Dify asks: 10 tools; refused without it (401).», or the fault. */
  message: string
  next: string | null
  code: string
  /** Whether the service refuses who asks so; false also when it could not be asked. */
  refused: boolean
  tools: number
  morePages: boolean
  /** Whether the service refuses who presents nothing; null when it was not asked. */
  enforced: boolean | null
  ms: number
  at: string
}

export type PlanAction = 'create' | 'update' | 'adopt' | 'unchanged' | 'conflict' | 'remove' | 'skip' | 'cant'

/** A changed field: old grey → new black. Secrets appear as words only («set on 3 Nov», «another one»). */
export interface PlanChange {
  field: 'url' | 'token' | 'tools' | 'name' | 'icon' | 'timeouts' | 'identifier' | 'connection' | 'platform'
  label: string
  from: string | null
  to: string | null
}

export interface PlanConflict {
  taken: 'identifier' | 'name' | 'url'
  /** Who holds it; more than one only where a URL is taken and several could be it. */
  by: { remoteId: string; name: string; identifier: string; service: string | null }[]
  /** What can be chosen, each with its consequence. */
  choices: { kind: ConflictChoice['kind']; consequence: string; needsName: boolean }[]
  chosen: ConflictChoice | null
  suggestedName: string
}

export interface PlanItem {
  service: ShownService
  action: PlanAction
  /** What happens in words: «at the service's own address, API key header». */
  summary: string
  /** Why, for `cant`, `conflict` and updates that repair; with a stable code. */
  code: string | null
  nextStep: NextStep | null
  changes: PlanChange[]
  warnings: string[]
  reach: ReachView
  conflict: PlanConflict | null
}

/** The plan for one namespace. */
export interface PlanGroup {
  namespace: { id: string; name: string }
  /** When it was looked at; null when that failed. */
  lookedAt: string | null
  providers: number | null
  /** Why it could not be looked at: then every item is `cant`. */
  fault: { code: string; message: string; next: string | null; platformSaid: string | null; nextStep: NextStep } | null
  items: PlanItem[]
  /** Tools of one name that several providers will have there. */
  sameTools: { tool: string; providers: string[] }[]
}

export interface PlanView {
  digest: string
  kind: 'sync' | 'remove'
  plannedAt: string
  release: string | null
  groups: PlanGroup[]
  counts: Record<PlanAction, number>
  /** Requests that change something on the platform. */
  writes: number
  /** About how long, from what runs have measured; null when nothing is written. */
  seconds: number | null
  /** Sentences that say why it cannot be confirmed; empty when it can. */
  blockers: string[]
}

/** What differs between the plan that was shown and what the namespaces hold now. */
export interface PlanDifference {
  namespace: string
  service: string
  was: PlanAction | null
  is: PlanAction | null
  message: string
}

export type ConfirmOutcome =
  | { outcome: 'confirmed'; runId: string; number: number }
  | { outcome: 'changed'; differences: PlanDifference[]; plan: PlanView }

/** The runs that a roll has begun, one for each platform. */
export interface RollOutcome {
  runs: { id: string; number: number; platformName: string }[]
}

type RunStatus = 'queued' | 'running' | 'done' | 'cancelled'

export interface RunRow {
  id: string
  number: number
  kind: 'sync' | 'remove'
  name: string | null
  platformName: string
  platformId: string | null
  status: RunStatus
  /** Nothing new is begun until somebody resumes it. */
  paused: boolean
  confirmedBy: string
  confirmedAt: string
  startedAt: string | null
  endedAt: string | null
  services: number
  namespaces: number
  total: number
  counts: Record<Verdict, number>
}

export interface RunLaneView {
  id: string
  namespaceId: string | null
  namespaceName: string
  status: 'waiting' | 'running' | 'done'
  total: number
  counts: Record<Verdict, number>
  /** Why the whole lane could not be worked. */
  message: string | null
}

/** Items that failed (or are unknown) for the same reason. */
export interface RunCause {
  verdict: 'failed' | 'unknown'
  code: string
  message: string
  platformSaid: string | null
  nextStep: NextStep
  count: number
  services: (ShownService & { namespaces: { id: string | null; name: string; itemId: string }[] })[]
}

export interface RunView extends RunRow {
  revision: number
  cancelRequested: boolean
  /** Items with a final verdict. */
  finished: number
  elapsedMs: number
  /** Of the last 20 seconds; null when nothing ended in them, and while it is paused. */
  itemsPerSecond: number | null
  /** About how long it still takes; null when nobody can know. */
  secondsLeft: number | null
  /** Items at a time now, as the platform's answers allow; null when nothing runs. */
  parallel: number | null
  /** More than so many never go at a time. */
  parallelMost: number
  lanes: RunLaneView[]
  causes: RunCause[]
  /** The page of the platform where people see the providers. */
  link: string | null
  /** When it has ended: «6 created. Dify holds all of them with their tools.» or what did not succeed. Null before. */
  outcome: { good: boolean; message: string } | null
}

export interface RunItemView {
  id: string
  laneId: string
  service: ShownService & { gone: boolean }
  namespaceId: string | null
  namespaceName: string
  action: PlanAction
  verdict: Verdict
  code: string | null
  reason: string | null
  nextStep: NextStep | null
  platformSaid: string | null
  toolsThere: number | null
  toolsOfService: number | null
  tokenMode: TokenMode
  attempt: number
  startedAt: string | null
  endedAt: string | null
  ms: number | null
  revision: number
}

/** What is newer than a revision; `items` only those that changed. */
export interface RunChanges {
  revision: number
  run: RunView | null
  items: RunItemView[]
}

/** A service in a namespace, for the pages of services, platforms and «what is where». */
export interface BindingView {
  id: string
  serviceId: string
  namespaceId: string
  namespaceName: string
  platformId: string
  platformName: string
  origin: 'created' | 'adopted'
  state: BindingState
  stateCode: string | null
  stateMessage: string | null
  tokenMode: TokenMode
  /** The first characters of the generated token; null for another one. */
  tokenPrefix: string | null
  tokenSetAt: string | null
  tokenSetBy: string | null
  shownName: string | null
  tools: string[]
  appliedAt: string | null
  seenAt: string | null
  /** Fields that differ here from what was applied there: «URL», «name», …; they wait for a synchronization. */
  pending: string[]
}

export type BindingSummary = Record<BindingState, number>
