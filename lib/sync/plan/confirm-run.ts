import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { runs, syncDrafts } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { type Context, FerryError, parseInput, requirePermission } from '#lib/core/index.ts'
import { sendJob } from '#lib/queue/index.ts'
import { type Draft, draftOwner, loadDraft, openTokens } from '../draft/load-draft.ts'
import { laneJob } from '../run/lane-job.ts'
import { insertLane } from '../run/new-lane.ts'
import { finishRunIfDone } from '../run/run-record.ts'
import { confirmRunSchema } from '../schema.ts'
import type { ConfirmOutcome } from '../views.ts'
import { planNow, storePlan } from './make-plan.ts'
import { insertItems } from './new-items.ts'
import { planDifferences } from './plan-difference.ts'
import { countOf } from './plan-words.ts'
import type { StoredPlan } from './stored-plan.ts'

/**
 * Confirms the plan that was shown (`digest`). Looks at the namespaces once more: when the plan would be another one now, nothing
 * is begun, and what differs comes back with the new plan, to be confirmed anew. Confirming twice is one run.
 */
export async function confirmRun(ctx: Context, input: z.input<typeof confirmRunSchema>): Promise<ConfirmOutcome> {
  requirePermission(ctx, 'syncs.write')
  const { draftId, digest } = parseInput(confirmRunSchema, input)
  const already = await confirmedRun(ctx, draftId)
  if (already !== undefined) return already
  const draft = await draftOrRun(ctx, draftId)
  if ('outcome' in draft) return draft
  const shown = draft.plan as StoredPlan | null
  const plan = await planNow(ctx, draft)
  if (plan.view.digest !== digest) {
    await storePlan(ctx, draftId, plan)
    return { outcome: 'changed', differences: planDifferences(shown, plan), plan: plan.view }
  }
  const [blocker] = plan.view.blockers
  if (blocker !== undefined)
    throw new FerryError(plan.view.counts.conflict > 0 ? 'conflicts_open' : 'nothing_to_do', 409, blocker, {
      next:
        plan.view.counts.conflict > 0
          ? 'Choose adopt, rename or skip for each.'
          : 'Choose other services or namespaces.',
    })
  const confirmed = await begin(ctx, draft, plan)
  return confirmed ?? (await confirmedRun(ctx, draftId)) ?? unlucky()
}

/** The run that was made of a draft, for the person who confirmed it. */
async function confirmedRun(ctx: Context, draftId: string): Promise<ConfirmOutcome | undefined> {
  const [run] = await ctx.db
    .select({ runId: runs.id, number: runs.number })
    .from(runs)
    .where(and(eq(runs.draftId, draftId), eq(runs.confirmedById, draftOwner(ctx).id)))
  return run && { outcome: 'confirmed', ...run }
}

/** The second of two confirmations may find that the first has just made a run of the draft. */
async function draftOrRun(ctx: Context, draftId: string): Promise<Draft | ConfirmOutcome> {
  try {
    return await loadDraft(ctx, draftId)
  } catch (error) {
    const run = await confirmedRun(ctx, draftId)
    if (run !== undefined) return run
    throw error
  }
}

function unlucky(): never {
  throw new FerryError('confirmed_elsewhere', 409, 'This synchronization was confirmed already.', {
    next: 'Look for it in the list of synchronizations.',
  })
}

/** Run, lanes, items, audit and jobs in one transaction; undefined when another confirmation was first. */
async function begin(ctx: Context, draft: Draft, plan: StoredPlan): Promise<ConfirmOutcome | undefined> {
  const owner = draftOwner(ctx)
  const { platform } = draft
  if (platform === null) throw new Error('a plan needs a platform')
  const tokens = await openTokens(draft)
  return ctx.db.transaction(async (db) => {
    const [run] = await db
      .insert(runs)
      .values({
        draftId: draft.id,
        kind: draft.kind,
        name: draft.choices.name,
        platformId: platform.id,
        platformName: platform.name,
        confirmedById: owner.id,
        confirmedBy: owner.name,
      })
      .onConflictDoNothing({ target: runs.draftId })
      .returning({ id: runs.id, number: runs.number })
    if (run === undefined) return undefined
    let made = 0
    for (const group of plan.groups) {
      const waiting = group.items.some(({ view }) => ['create', 'update', 'adopt', 'remove'].includes(view.action))
      const laneId = await insertLane(db, run.id, group, waiting)
      made += await insertItems({ db, draft, tokens, by: owner.name, runId: run.id, laneId, group })
      if (waiting) await sendJob(db, laneJob, { laneId }, { group: group.groupKey })
    }
    await finishRunIfDone(db, run.id)
    await recordAudit(db, ctx.actor, {
      action: draft.kind === 'sync' ? 'run.confirm' : 'run.confirm_removal',
      targetKind: 'run',
      targetId: run.id,
      targetLabel: `#${run.number} to ${platform.name}`,
      changes: {
        ...Object.fromEntries(
          Object.entries(plan.view.counts)
            .filter(([, count]) => count > 0)
            .map(([action, count]) => [action, { to: countOf(count, 'item') }]),
        ),
        ...(made > 0 && { tokens: { to: `${made} generated` } }),
      },
    })
    await db.delete(syncDrafts).where(eq(syncDrafts.id, draft.id))
    return { outcome: 'confirmed' as const, runId: run.id, number: run.number }
  })
}
