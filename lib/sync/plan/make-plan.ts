import { eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { syncDrafts } from '#db/schema/index.ts'
import { type Context, FerryError, invalidInput, parseInput, requirePermission } from '#lib/core/index.ts'
import { conflictKey } from '../draft/draft-choices.ts'
import { readDraftView, viewDraft } from '../draft/draft-view.ts'
import { type Draft, loadDraft } from '../draft/load-draft.ts'
import { draftExpiry, editDraft } from '../draft/save-draft.ts'
import { type ConflictChoice, draftIdSchema, resolveConflictsSchema } from '../schema.ts'
import type { DraftView } from '../views.ts'
import { type Look, lookAtNamespaces } from './look.ts'
import { planDraft } from './plan-draft.ts'
import type { StoredPlan } from './stored-plan.ts'

/** Step 4: looks at the namespaces now and plans; what cannot be looked at is said, the others are planned. Nothing is written there. */
export async function makePlan(ctx: Context, input: { draftId: string }): Promise<DraftView> {
  requirePermission(ctx, 'syncs.write')
  const { draftId } = parseInput(draftIdSchema, input)
  const draft = await loadDraft(ctx, draftId)
  await storePlan(ctx, draftId, await planNow(ctx, draft))
  return readDraftView(ctx, draftId)
}

/** Chooses what happens to conflicts, and plans anew from what was seen last. */
export async function resolveConflicts(
  ctx: Context,
  input: z.input<typeof resolveConflictsSchema>,
): Promise<DraftView> {
  requirePermission(ctx, 'syncs.write')
  const { draftId, choices } = parseInput(resolveConflictsSchema, input)
  const shown = (await loadDraft(ctx, draftId)).plan as StoredPlan | null
  if (shown === null)
    throw new FerryError('no_plan', 409, 'There is no plan to choose in any more.', {
      next: 'Look at the namespaces again.',
    })
  for (const { namespaceId, serviceId, choice } of choices) requireOffered(shown, namespaceId, serviceId, choice)
  await editDraft(
    ctx,
    draftId,
    (draft) => {
      for (const { namespaceId, serviceId, choice } of choices)
        draft.choices.conflicts[conflictKey(namespaceId, serviceId)] = choice
    },
    { keepPlan: true },
  )
  const draft = await loadDraft(ctx, draftId)
  const looks = looksOf(draft, shown)
  // Something that was planned has vanished since: only a new look can tell what is so.
  const plan = looks === null ? await planNow(ctx, draft) : await planDraft(ctx, draft, looks)
  await storePlan(ctx, draftId, plan)
  return readDraftView(ctx, draftId)
}

/** Looks and plans; refuses with `draft_incomplete` when an earlier step is open. */
export async function planNow(ctx: Context, draft: Draft): Promise<StoredPlan> {
  if (draft.services.length === 0)
    throw new FerryError('draft_incomplete', 409, 'None of the selected services is left.', { next: 'Select others.' })
  const { steps } = viewDraft(draft)
  const missing = [...steps.platform.missing, ...steps.namespaces.missing, ...steps.authentication.missing]
  if (draft.platform === null || missing.length > 0)
    throw new FerryError('draft_incomplete', 409, missing.join(' '), { next: 'Go back to the step that is open.' })
  return planDraft(ctx, draft, await lookAtNamespaces(ctx, draft.platform, draft.chosen))
}

/** Keeps a plan on its draft as the one that was shown. */
export async function storePlan({ db }: Context, draftId: string, plan: StoredPlan): Promise<void> {
  await db
    .update(syncDrafts)
    .set({ plan, plannedAt: sql`now()`, expiresAt: draftExpiry })
    .where(eq(syncDrafts.id, draftId))
}

function requireOffered({ view }: StoredPlan, namespaceId: string, serviceId: string, choice: ConflictChoice): void {
  const conflict = view.groups
    .find(({ namespace }) => namespace.id === namespaceId)
    ?.items.find(({ service }) => service.id === serviceId)?.conflict
  const fits =
    conflict?.choices.some(({ kind }) => kind === choice.kind) &&
    (choice.kind !== 'adopt' || conflict.by.some(({ remoteId }) => remoteId === choice.remoteId))
  if (!fits) throw invalidInput({ choices: 'This cannot be chosen here. Look at the namespaces again.' })
}

/** What was seen when the plan was made; null when the draft speaks of other namespaces now. */
function looksOf(draft: Draft, { groups, view }: StoredPlan): Look[] | null {
  const looks = draft.chosen.flatMap((namespace): Look[] => {
    const group = groups.find((one) => one.namespace.id === namespace.id)
    if (group === undefined) return []
    const { groupKey, fault, lookedAt, observed } = group
    if (fault !== null || lookedAt === null || view.release === null)
      return fault === null ? [] : [{ namespace, groupKey, fault }]
    return [{ namespace, groupKey, lookedAt, observed, release: view.release }]
  })
  return looks.length === draft.chosen.length ? looks : null
}
