import { sql } from 'drizzle-orm'
import { actorLabel, type Context, conflict, requirePermission } from '#lib/core/index.ts'
import { beginCheckAll, type CheckAllProgress, checkAllProgress } from './check-all.ts'
import { requestCheckAll } from './check-jobs.ts'

/**
 * Begins to check every service, in the background and a few at a time. While one «Check all» is under way, that one goes on and its
 * progress is returned. Refused with `no_services` when there are none.
 */
export async function checkAllServices(ctx: Context): Promise<CheckAllProgress> {
  requirePermission(ctx, 'services.check')
  return ctx.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('services.checkAll'))`)
    const current = await checkAllProgress(tx)
    if (current?.running) return current
    const startedAt = new Date()
    await beginCheckAll(tx, startedAt, actorLabel(ctx.actor))
    await requestCheckAll(tx, startedAt)
    const begun = await checkAllProgress(tx)
    if (begun === undefined || begun.total === 0)
      throw conflict('no_services', 'There is no service to check.', { next: 'Add one.' })
    return begun
  })
}

/** How far the last «Check all» is; null when there was none. */
export async function readCheckAllProgress(ctx: Context): Promise<CheckAllProgress | null> {
  requirePermission(ctx, 'services.read')
  return (await checkAllProgress(ctx.db)) ?? null
}
