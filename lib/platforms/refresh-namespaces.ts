import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { requestCount } from './platform-jobs.ts'
import { type Refreshed, refreshPlatform } from './refresh-platform.ts'
import { platformIdSchema } from './schema.ts'

/** A reader waits no longer than that for the numbers; the rest is counted by a job. */
const COUNT_BUDGET_MS = 8000

/**
 * Lists a platform's namespaces anew, because somebody asked: new ones appear, vanished ones are marked. Counts their providers, as
 * far as a few seconds reach; the rest is queued, and keeps its older number until then. Throws the platform's failure, which
 * is also kept as its status.
 */
export async function refreshNamespaces(ctx: Context, input: { id: string }): Promise<Refreshed> {
  requirePermission(ctx, 'platforms.refresh')
  const { id } = parseInput(platformIdSchema, input)
  const refreshed = await refreshPlatform(ctx.db, id, { countBudgetMs: COUNT_BUDGET_MS, onlyDue: false })
  if (refreshed.left > 0) await requestCount(ctx.db, id)
  return refreshed
}
