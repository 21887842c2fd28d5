import type { JobDefinition } from '#lib/queue/index.ts'
import { cleanUpDraftsJob } from './draft/clean-up-drafts.ts'
import { laneJob } from './run/lane-job.ts'

export { bindingSummaryByService, bindingsOfService } from './binding-queries.ts'
export { acceptUnverified } from './draft/accept-unverified.ts'
export { chooseAuthentication } from './draft/choose-authentication.ts'
export { chooseNamespaces, draftNamespaces } from './draft/choose-namespaces.ts'
export { choosePlatform } from './draft/choose-platform.ts'
export { discardDraft, getDraft } from './draft/draft-verbs.ts'
export { generateForAll } from './draft/generate-for-all.ts'
export { currentDraft, startDraft } from './draft/start-draft.ts'
export { verifyTokens } from './draft/verify-tokens.ts'
export { confirmRun } from './plan/confirm-run.ts'
export { makePlan, resolveConflicts } from './plan/make-plan.ts'
export { rollTokens } from './roll/roll-tokens.ts'
export { cancelRun } from './run/cancel-run.ts'
export { getRun } from './run/get-run.ts'
export { listRunItems, runChanges, runCsv } from './run/list-run-items.ts'
export { listRuns, runsNeedingAttention } from './run/list-runs.ts'
export { retryFailed, retryWithToken } from './run/retry-items.ts'

/** The jobs of this folder, for the worker. */
export const syncJobs: JobDefinition[] = [laneJob as JobDefinition, cleanUpDraftsJob]
