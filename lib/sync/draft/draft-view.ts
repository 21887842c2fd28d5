import type { Context } from '#lib/core/index.ts'
import type { StoredPlan } from '../plan/stored-plan.ts'
import type { DraftView, ShownService } from '../views.ts'
import { authenticationViews } from './authentication-view.ts'
import { draftProblems } from './draft-problems.ts'
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
    problems: draftProblems(draft),
    plan,
  }
}

export function shownService({ id, name, identifier, iconEmoji, iconColor }: ShownService): ShownService {
  return { id, name, identifier, iconEmoji, iconColor }
}
