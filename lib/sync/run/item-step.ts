import type { ItemDesired } from '#db/schema/index.ts'
import type { ItemFailure, ObservedProvider, ProviderChange } from '#lib/platforms/index.ts'
import type { PlannedChange } from '../plan/plan-types.ts'

/** What is to be done for one item, given what is there. */
export type ItemStep =
  | { do: 'create' }
  | { do: 'update'; there: ObservedProvider; change: ProviderChange }
  | { do: 'reconnect'; there: ObservedProvider }
  | { do: 'remove'; remoteId: string }
  /** Nothing is there to be removed. */
  | { do: 'nothing' }
  | { do: 'fail'; failure: ItemFailure }

/** The facts that decide it; no secret among them. */
export interface StepFacts {
  action: 'create' | 'update' | 'adopt' | 'remove'
  desired: ItemDesired | null
  /** The provider that the plan was about. */
  remoteId: string | null
  /** Our binding as it is now. */
  bound: { remoteId: string | null; state: 'in_sync' | 'failed' | 'unknown' } | null
  /** What differs from what was applied; everything when that is not known. Other tools alone are read by connecting anew. */
  change: PlannedChange
  /** Whether this very item was begun before and nobody knows how it ended. */
  lost: boolean
}

const EVERYTHING: ProviderChange = { url: true, headers: true, look: true }

/** Decides one item by what the namespace holds now. Pure. */
export function decideStep(facts: StepFacts, observed: readonly ObservedProvider[]): ItemStep {
  const byId = (id: string | null) => (id === null ? undefined : observed.find(({ remoteId }) => remoteId === id))
  if (facts.action === 'remove') {
    const there = byId(facts.remoteId)
    return there === undefined ? { do: 'nothing' } : { do: 'remove', remoteId: there.remoteId }
  }
  const { desired } = facts
  if (desired === null) return failed('plan_incomplete', 'The plan does not say what should be there.')
  const there = byId(facts.remoteId) ?? byId(facts.bound?.remoteId ?? null)
  if (there !== undefined) return toward(facts, there)
  if (facts.action === 'adopt') return failed('provider_gone', 'What was to be adopted is not there any more.')
  const holder = observed.find(({ identifier }) => identifier === desired.identifier)
  if (holder !== undefined) return takeOver(facts, holder)
  const namesake = observed.find(({ name }) => name === desired.name)
  if (namesake !== undefined)
    return failed('name_taken', `«${desired.name}» has been put there by somebody else since the plan was made.`)
  return { do: 'create' }
}

function toward(facts: StepFacts, there: ObservedProvider): ItemStep {
  if (facts.lost || facts.action === 'adopt') return { do: 'update', there, change: EVERYTHING }
  const { change, desired } = facts
  const look = change.look || there.name !== desired?.name || there.identifier !== desired.identifier
  return change.url || change.headers || look
    ? { do: 'update', there, change: { url: change.url, headers: change.headers, look } }
    : { do: 'reconnect', there }
}

/** A provider under our identifier whose id we don't know: ours only when our own attempt to create it ended unknown. */
function takeOver({ bound, lost, desired }: StepFacts, holder: ObservedProvider): ItemStep {
  if (bound === null || bound.remoteId !== null || bound.state !== 'unknown')
    return failed(
      'identifier_taken',
      `«${desired?.identifier}» has been put there by somebody else since the plan was made.`,
    )
  // Created by this very item, so with everything that is desired; otherwise an earlier wish may stand there.
  return lost ? { do: 'reconnect', there: holder } : { do: 'update', there: holder, change: EVERYTHING }
}

function failed(code: string, message: string): ItemStep {
  return { do: 'fail', failure: { code, message, nextStep: 'plan' } }
}
