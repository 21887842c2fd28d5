'use server'

import { action } from '#app/server/action.ts'
import { confirmRun, resolveConflicts } from '#lib/sync/index.ts'

/** Step 4: keeps what was chosen for conflicts; looks at nothing anew. */
export const submitConflicts = action(resolveConflicts)

/** Step 4: confirms the plan that was shown; answered with the run, or with what differs by now. */
export const submitPlan = action(confirmRun)
