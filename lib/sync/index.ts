import type { JobDefinition } from '#lib/queue/index.ts'
import { cleanUpDraftsJob } from './clean-up-drafts.ts'
import { laneJob } from './lane-job.ts'

export { acceptUnverified } from './accept-unverified.ts'
export { bindingSummaryByService, bindingsOfService } from './binding-queries.ts'
export { cancelRun } from './cancel-run.ts'
export { chooseAuthentication } from './choose-authentication.ts'
export { chooseNamespaces, draftNamespaces } from './choose-namespaces.ts'
export { choosePlatform } from './choose-platform.ts'
export { confirmRun } from './confirm-run.ts'
export { discardDraft, getDraft } from './draft-verbs.ts'
export { getRun } from './get-run.ts'
export { listRunItems, runChanges, runCsv } from './list-run-items.ts'
export { listRuns, runsNeedingAttention } from './list-runs.ts'
export { makePlan, resolveConflicts } from './make-plan.ts'
export { retryFailed, retryWithToken } from './retry-items.ts'
export { currentDraft, startDraft } from './start-draft.ts'
export { verifyTokens } from './verify-tokens.ts'

/** The jobs of this folder, for the worker. */
export const syncJobs: JobDefinition[] = [laneJob as JobDefinition, cleanUpDraftsJob]
