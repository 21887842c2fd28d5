import type { State } from '#components/status/states.ts'
import type { PlanAction } from '#lib/sync/schema.ts'

/** The mark of each verb of a plan. */
export const ACTION_STATES: Record<PlanAction, State> = {
  create: 'create',
  update: 'update',
  adopt: 'adopt',
  unchanged: 'unchanged',
  conflict: 'conflict',
  remove: 'remove',
  skip: 'skipped',
  cant: 'cant',
}

/** The verbs in the order of the counts: what is done first, what asks last. */
export const ACTIONS: readonly PlanAction[] = [
  'create',
  'update',
  'adopt',
  'remove',
  'unchanged',
  'conflict',
  'skip',
  'cant',
]

export const ACTION_WORDS: Record<PlanAction, string> = {
  create: 'create',
  update: 'update',
  adopt: 'adopt',
  unchanged: 'unchanged',
  conflict: 'conflict',
  remove: 'remove',
  skip: 'skip',
  cant: 'can’t',
}

/** Whether a verb writes on the platform. */
export function changes(action: PlanAction): boolean {
  return action === 'create' || action === 'update' || action === 'adopt' || action === 'remove'
}
