import type { Context } from '#lib/core/index.ts'
import type { StoredPlan } from '../plan/stored-plan.ts'
import type { DraftProblem, DraftView, ShownService } from '../views.ts'
import { authenticationViews } from './authentication-view.ts'
import { draftSteps } from './draft-steps.ts'
import { type Draft, loadDraft } from './load-draft.ts'
import { platformWord } from './platform-word.ts'

/** The draft as pages show it. */
export async function readDraftView(ctx: Context, draftId: string): Promise<DraftView> {
  return viewDraft(await loadDraft(ctx, draftId))
}

/** What of a loaded draft a page gets: no secret, and what has vanished under it. */
export function viewDraft(draft: Draft): DraftView {
  const { platform, choices } = draft
  const authentication =
    draft.kind === 'remove' || platform === null ? [] : authenticationViews(draft, platform, platformWord(draft))
  const plan = (draft.plan as StoredPlan | null)?.view ?? null
  return {
    id: draft.id,
    kind: draft.kind,
    name: choices.name,
    createdAt: draft.createdAt.toISOString(),
    expiresAt: draft.expiresAt.toISOString(),
    services: draft.services.map((service) => ({
      ...shownService(service),
      url: service.url,
      toolCount: service.toolCount,
    })),
    platform: platform && {
      id: platform.id,
      name: platform.name,
      release: platform.release,
      identity: platform.identity,
    },
    namespaces: draft.chosen.map(({ id, name }) => ({ id, name })),
    authentication,
    steps: draftSteps(draft, authentication, plan),
    problems: problemsOf(draft),
    plan,
  }
}

export function shownService({ id, name, identifier, iconEmoji, iconColor }: ShownService): ShownService {
  return { id, name, identifier, iconEmoji, iconColor }
}

function problemsOf(draft: Draft): DraftProblem[] {
  const { choices } = draft
  const services = new Set(draft.services.map(({ id }) => id))
  const namespaces = new Set(draft.chosen.map(({ id }) => id))
  const gone = (code: DraftProblem['code'], name: string, step: DraftProblem['step']): DraftProblem => ({
    code,
    step,
    message: `«${name}» has been removed meanwhile; the others go on.`,
  })
  return [
    ...choices.services.filter(({ id }) => !services.has(id)).map(({ name }) => gone('service_gone', name, 'review')),
    ...(choices.platform !== null && draft.platform === null
      ? [
          {
            code: 'platform_gone' as const,
            step: 'platform' as const,
            message: `«${choices.platform.name}» has been removed meanwhile. Choose another platform.`,
          },
        ]
      : choices.namespaces
          .filter(({ id }) => !namespaces.has(id))
          .map(({ name }) => gone('namespace_gone', name, 'namespaces'))),
    ...draft.chosen
      .filter(({ available, vanishedAt }) => !available || vanishedAt !== null)
      .map(({ name, unavailableReason }) => ({
        code: 'namespace_unavailable' as const,
        step: 'namespaces' as const,
        message: `«${name}» is not available there now. ${unavailableReason ?? 'It is not listed any more.'}`,
      })),
    ...(draft.kind === 'remove'
      ? []
      : draft.services
          .filter(({ status }) => status !== 'normal')
          .map(({ name, statusMessage }) => ({
            code: 'service_abnormal' as const,
            step: 'review' as const,
            message: `«${name}» is not normal now. ${statusMessage ?? 'It has not been checked.'}`,
          }))),
  ]
}
