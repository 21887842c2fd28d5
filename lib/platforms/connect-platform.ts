import { platforms } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { actorLabel, type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { platformChanges } from './changes.ts'
import { sealLogin } from './connection.ts'
import { getPlatform, type PlatformDetail } from './get-platform.ts'
import { requestCount } from './platform-jobs.ts'
import { type ConnectPlatformInput, connectPlatformSchema } from './schema.ts'
import { storeTried } from './store-tried.ts'
import { tryConnection } from './try-connection.ts'
import { withUniqueName } from './unique-name.ts'

/**
 * Connects a platform: tests it, keeps it with its namespaces, and queues the counting of what is in them.
 * What the test throws (`PlatformError`) is thrown, and nothing is kept, unless `evenIfUnreachable`. A taken name is a fault of that field.
 */
export async function connectPlatform(ctx: Context, input: ConnectPlatformInput): Promise<PlatformDetail> {
  requirePermission(ctx, 'platforms.write')
  const { kind, name, baseUrl, webUrl, login, evenIfUnreachable } = parseInput(connectPlatformSchema, input)
  const tried = await tryConnection(kind, { baseUrl, login })
  if (!tried.ok && evenIfUnreachable !== true) throw tried.error
  const values = { kind, name, baseUrl, webUrl: webUrl ?? null, ...(await sealLogin(login)) }
  return withUniqueName(name, () =>
    ctx.db.transaction(async (tx) => {
      const [row] = await tx
        .insert(platforms)
        .values({ ...values, secretSetBy: actorLabel(ctx.actor) })
        .returning({ id: platforms.id })
      if (row === undefined) throw new Error('the inserted platform was not returned')
      await storeTried(tx, row.id, tried)
      await recordAudit(tx, ctx.actor, {
        action: 'platform.connect',
        targetKind: 'platform',
        targetId: row.id,
        targetLabel: name,
        changes: platformChanges(undefined, values, true),
      })
      if (tried.ok) await requestCount(tx, row.id)
      return getPlatform({ ...ctx, db: tx }, { id: row.id })
    }),
  )
}
