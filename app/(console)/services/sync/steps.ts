import type { DraftProblem, DraftStep, DraftView } from '#lib/sync/schema.ts'

export const STEP_NAMES: Record<DraftStep, string> = {
  platform: 'Platform',
  namespaces: 'Namespaces',
  authentication: 'Authentication',
  review: 'Review',
}

/** The steps a draft goes through; a removal presents nothing to a service, so it has no authentication. */
export function stepsOf(kind: DraftView['kind']): readonly DraftStep[] {
  return kind === 'sync' ? ['platform', 'namespaces', 'authentication', 'review'] : ['platform', 'namespaces', 'review']
}

/** The step to show: the wanted one, but none that lies beyond the first that is not done. */
export function reachableStep(view: DraftView, wanted: string | null | undefined): DraftStep {
  const steps = stepsOf(view.kind)
  const open = steps.findIndex((step) => !view.steps[step].done)
  const furthest = open === -1 ? steps.length - 1 : open
  const at = steps.indexOf(wanted as DraftStep)
  return steps[at === -1 ? furthest : Math.min(at, furthest)] ?? 'platform'
}

/** What a step has to say about changes under the draft: its own, and what is gone since an earlier step. */
export function problemsIn({ kind, problems }: DraftView, step: DraftStep): DraftProblem[] {
  const steps = stepsOf(kind)
  const at = steps.indexOf(step)
  return problems.filter(
    (problem) => problem.step === step || (problem.code.endsWith('_gone') && steps.indexOf(problem.step) < at),
  )
}

/** Where the dialog of a draft is. */
export function dialogHref(draftId: string, step: DraftStep): string {
  return `/services?draft=${draftId}#${step}`
}

/** Where a platform is connected, so that its page leads back to this draft. */
export function connectHref(draftId: string): string {
  return `/platforms?connect=1&draft=${draftId}`
}
