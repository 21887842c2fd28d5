import { eq } from 'drizzle-orm'
import { services } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { type Context, conflict, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { type BoundNamespace, boundNamespaces, removalImpact } from './removal-impact.ts'
import { removeServiceSchema } from './schema.ts'

export interface RemovedService {
  name: string
  /** Where its provider stays, and is no longer ours to look after. */
  leftIn: BoundNamespace[]
}

/**
 * Removes a service here: its history, its tools, its bindings. What was made of it on platforms stays there and goes on working;
 * to take that away, remove it from its namespaces first. Refused with `service_in_run` while a run is working on it.
 */
export async function removeService(ctx: Context, input: { id: string; confirm: true }): Promise<RemovedService> {
  requirePermission(ctx, 'services.write')
  const { id } = parseInput(removeServiceSchema, input)
  return ctx.db.transaction(async (tx) => {
    await tx.select({ id: services.id }).from(services).where(eq(services.id, id)).for('update')
    const { name, identifier, activeRuns } = await removalImpact({ ...ctx, db: tx }, { id })
    if (activeRuns.length > 0)
      throw conflict('service_in_run', `Synchronization #${activeRuns[0]} is still working on ${name}.`, {
        next: 'Wait until it has ended, or cancel it.',
      })
    const leftIn = await boundNamespaces(tx, id)
    const removed = await tx.delete(services).where(eq(services.id, id)).returning({ id: services.id })
    if (removed.length === 0) throw notFound('The service')
    await recordAudit(tx, ctx.actor, {
      action: 'service.remove',
      targetKind: 'service',
      targetId: id,
      targetLabel: name,
      changes: {
        identifier: { from: identifier },
        ...(leftIn.length > 0 && {
          leftIn: { to: leftIn.map(({ platformName, namespaceName }) => `${platformName} · ${namespaceName}`) },
        }),
      },
    })
    return { name, leftIn }
  })
}
