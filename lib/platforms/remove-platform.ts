import { eq } from 'drizzle-orm'
import { platforms } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { refuseActiveRuns } from './active-runs.ts'
import { type PlatformRemovalImpact, platformRemovalImpact } from './removal-impact.ts'
import { removePlatformSchema } from './schema.ts'

/**
 * Forgets a platform here: its secret, its namespaces, what is bound there. What was carried to it stays on it and goes on working.
 * Refused with `platform_in_run` while a run works there. Returns what it meant.
 */
export async function removePlatform(
  ctx: Context,
  input: { id: string; confirm: true },
): Promise<PlatformRemovalImpact> {
  requirePermission(ctx, 'platforms.write')
  const { id } = parseInput(removePlatformSchema, input)
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .select({ name: platforms.name, baseUrl: platforms.baseUrl })
      .from(platforms)
      .where(eq(platforms.id, id))
      .for('update')
    if (row === undefined) throw notFound('The platform')
    await refuseActiveRuns(tx, id, row.name)
    const impact = await platformRemovalImpact({ ...ctx, db: tx }, { id })
    await tx.delete(platforms).where(eq(platforms.id, id))
    await recordAudit(tx, ctx.actor, {
      action: 'platform.remove',
      targetKind: 'platform',
      targetId: id,
      targetLabel: row.name,
      changes: {
        baseUrl: { from: row.baseUrl },
        namespaces: { from: impact.namespaces },
        toolsLeftThere: { to: impact.staying },
      },
    })
    return impact
  })
}
