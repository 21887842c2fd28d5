import { countOf } from '../plan/plan-words.ts'
import type { AuthenticationView, DraftStep, DraftView, PlanView, StepView } from '../views.ts'
import type { Draft } from './load-draft.ts'

/** Each step's summary for the stepper, and what is missing for the footer. */
export function draftSteps(
  draft: Draft,
  authentication: AuthenticationView[],
  plan: PlanView | null,
): Record<DraftStep, StepView> {
  return {
    platform: draft.platform === null ? undone('', 'Choose a platform.') : done(draft.platform.name),
    namespaces: namespacesStep(draft),
    authentication: authenticationStep(draft, authentication),
    review: reviewStep(plan),
  }
}

function done(summary: string): StepView {
  return { done: true, summary, missing: [] }
}

function undone(summary: string, ...missing: string[]): StepView {
  return { done: false, summary, missing }
}

function namespacesStep({ chosen }: Draft): StepView {
  const [first, ...rest] = chosen
  if (first === undefined) return undone('', 'Choose at least one namespace.')
  const away = chosen.filter(({ available, vanishedAt }) => !available || vanishedAt !== null)
  const summary = rest.length === 0 ? first.name : `${first.name} and ${rest.length} more`
  return away.length === chosen.length ? undone(summary, 'None of the chosen namespaces is available.') : done(summary)
}

function authenticationStep(draft: Draft, authentication: AuthenticationView[]): StepView {
  if (draft.kind === 'remove') return done('')
  if (draft.chosen.length === 0) return undone('')
  const names = new Map(draft.services.map(({ id, name }) => [id, name]))
  const missing = authentication.flatMap(({ serviceId, slots }) =>
    slots
      .filter(({ ready }) => !ready)
      .map((slot) => {
        const place = slot.namespaceName === null ? '' : ` → ${slot.namespaceName}`
        return `${names.get(serviceId) ?? ''}${place}: ${faultOf(slot)}`
      }),
  )
  const refused = authentication
    .flatMap(({ slots }) => slots)
    .filter(({ proof, ready }) => proof?.state === 'failed' && proof.refused && !ready).length
  return missing.length === 0
    ? done(modes(authentication))
    : undone(refused > 0 ? `${countOf(refused, 'token')} refused` : modes(authentication), ...missing)
}

function faultOf({ choice, proof, obstacle }: DraftView['authentication'][number]['slots'][number]): string {
  if (choice === null) return 'choose how it is reached.'
  if (obstacle !== null) return `${obstacle.message} ${obstacle.next}`
  if (proof?.state === 'failed' && !proof.refused)
    return `it could not be verified${choice.mode === 'generated' ? ' through the gateway' : ''}. Try again, or go on unverified.`
  if (proof?.state === 'failed' && choice.mode === 'generated')
    return 'the gateway could not use it. Look at the service, or go on unverified.'
  if (proof?.state === 'failed')
    return choice.mode === 'none'
      ? 'it does not answer without a token. Enter one, or go on unverified.'
      : 'the token is refused. Correct it, or go on unverified.'
  return 'not verified yet.'
}

/** «1 generate, 1 enter, 2 none». */
function modes(authentication: AuthenticationView[]): string {
  const chosen = authentication.map(({ slots }) =>
    slots.some(({ choice }) => choice?.mode === 'entered')
      ? 'enter'
      : slots.some(({ choice }) => choice?.mode === 'generated')
        ? 'generate'
        : slots.every(({ choice }) => choice !== null)
          ? 'none'
          : 'open',
  )
  return (['generate', 'enter', 'none', 'open'] as const)
    .map((mode) => ({ mode, count: chosen.filter((one) => one === mode).length }))
    .filter(({ count }) => count > 0)
    .map(({ mode, count }) => `${count} ${mode}`)
    .join(', ')
}

function reviewStep(plan: PlanView | null): StepView {
  if (plan === null) return undone('', 'Look at the namespaces first.')
  const summary =
    plan.writes === 0 ? 'nothing to write' : `${countOf(plan.writes, 'write')}, about ${durationOf(plan.seconds ?? 1)}`
  return plan.blockers.length === 0 ? done(summary) : undone(summary, ...plan.blockers)
}

/** «2 s», «3 min». */
function durationOf(seconds: number): string {
  return seconds < 100 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`
}
