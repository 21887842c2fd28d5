import { listOf } from '../plan/plan-words.ts'
import type { DraftProblem } from '../views.ts'
import type { Draft } from './load-draft.ts'

/** So many names stand in a sentence; the others are counted. */
const NAMED = 5

/** What has changed under a draft since it was begun, each with what can be done: what is gone, and what does not work now. */
export function draftProblems(draft: Draft): DraftProblem[] {
  return [...goneServices(draft), ...goneThere(draft), ...unavailable(draft), ...abnormal(draft)]
}

function goneServices({ choices, services }: Draft): DraftProblem[] {
  const there = new Set(services.map(({ id }) => id))
  const gone = choices.services.filter(({ id }) => !there.has(id))
  const next =
    services.length === 0
      ? 'None of the selected services is left. Select others.'
      : `Go on without ${gone.length === 1 ? 'it' : 'them'}: the others stay as chosen.`
  return gone.length === 0 ? [] : [{ code: 'service_gone', step: 'platform', message: removed(gone), next }]
}

function goneThere({ choices, platform, chosen }: Draft): DraftProblem[] {
  if (choices.platform !== null && platform === null)
    return [
      {
        code: 'platform_gone',
        step: 'platform',
        message: removed([choices.platform]),
        next: 'Choose another platform.',
      },
    ]
  const there = new Set(chosen.map(({ id }) => id))
  const gone = choices.namespaces.filter(({ id }) => !there.has(id))
  const next =
    chosen.length === 0
      ? 'Choose another namespace.'
      : `Go on without ${gone.length === 1 ? 'it' : 'them'}, or choose others.`
  return gone.length === 0 ? [] : [{ code: 'namespace_gone', step: 'namespaces', message: removed(gone), next }]
}

function unavailable({ chosen }: Draft): DraftProblem[] {
  return chosen
    .filter(({ available, vanishedAt }) => !available || vanishedAt !== null)
    .map(({ name, unavailableReason }) => ({
      code: 'namespace_unavailable',
      step: 'namespaces',
      message: `«${name}» is not available there now. ${unavailableReason ?? 'It is not listed any more.'}`,
      next: null,
    }))
}

function abnormal({ kind, services }: Draft): DraftProblem[] {
  if (kind === 'remove') return []
  return services
    .filter(({ status }) => status !== 'normal')
    .map(({ name, statusMessage }) => ({
      code: 'service_abnormal',
      step: 'review',
      message: `«${name}» is not normal now. ${statusMessage ?? 'It has not been checked.'}`,
      next: null,
    }))
}

/** «A» and «B» have been removed meanwhile. */
function removed(gone: readonly { name: string }[]): string {
  const names = gone.map(({ name }) => `«${name}»`)
  const shown =
    names.length <= NAMED
      ? names
      : [...names.slice(0, NAMED - 1), `${(names.length - NAMED + 1).toLocaleString('en')} more`]
  return `${listOf(shown)} ${gone.length === 1 ? 'has' : 'have'} been removed meanwhile.`
}
