import type { Step } from '#components/ui/stepper.tsx'
import type { DraftStep, DraftView } from '#lib/sync/schema.ts'
import { STEP_NAMES, stepsOf } from './steps.ts'
import { counted } from './words.ts'

/** The stepper's view of a draft: what was chosen in each step (in the current one also before it is saved), and what is wrong in it. */
export function stepperSteps(view: DraftView, current: DraftStep, choosing: string | null): Step[] {
  const steps = stepsOf(view.kind)
  const at = steps.indexOf(current)
  return steps.map((step, index) => {
    // What lies ahead says nothing yet.
    if (index > at) return { id: step, name: STEP_NAMES[step] }
    const fault = step === 'authentication' ? tokenFault(view) : undefined
    const chosen = index === at && choosing !== null ? choosing : view.steps[step].summary
    return { id: step, name: STEP_NAMES[step], ...(chosen && { chosen }), ...(fault && { fault }) }
  })
}

/** «1 token refused», where a token was asked for and did not work. */
function tokenFault(view: DraftView): string | undefined {
  const failed = view.authentication
    .flatMap((service) => service.slots)
    .filter((slot) => slot.proof?.state === 'failed' && !slot.acceptedUnverified)
  if (failed.length === 0) return undefined
  const refused = failed.every((slot) => slot.choice?.mode === 'entered' && slot.proof?.code.includes('refused'))
  return refused ? `${counted(failed.length, 'token')} refused` : `${failed.length} not verified`
}
