import { eq } from 'drizzle-orm'
import { platforms } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { actorLabel, type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { refuseActiveRuns } from './active-runs.ts'
import { platformChanges } from './changes.ts'
import { sealLogin } from './connection.ts'
import { getPlatform, type PlatformDetail } from './get-platform.ts'
import { bringsSecret, completeLogin } from './kept-secret.ts'
import { requestCount } from './platform-jobs.ts'
import { type UpdatePlatformInput, updatePlatformSchema } from './schema.ts'
import { storeTried } from './store-tried.ts'
import { tryConnection } from './try-connection.ts'
import { withUniqueName } from './unique-name.ts'

/**
 * Changes a platform. An absent or empty secret keeps the stored one, unless the address leads to another server or the account
 * changes: then it is asked for (`invalid_input`). A changed connection is tested first; its failure is thrown and nothing is
 * changed, unless `evenIfUnreachable`. Another address or account is refused with `platform_in_run` while a run works there.
 */
export async function updatePlatform(ctx: Context, input: UpdatePlatformInput): Promise<PlatformDetail> {
  requirePermission(ctx, 'platforms.write')
  const { id, name, baseUrl, webUrl, login: wanted, evenIfUnreachable } = parseInput(updatePlatformSchema, input)
  const [stored] = await ctx.db.select().from(platforms).where(eq(platforms.id, id))
  if (stored === undefined) throw notFound('The platform')
  const login = await completeLogin(wanted, baseUrl, stored)
  const secretGiven = bringsSecret(wanted)
  const elsewhere =
    stored.baseUrl !== baseUrl ||
    stored.authKind !== login.kind ||
    (login.kind === 'account' && stored.accountEmail !== login.email)
  const tried = elsewhere || secretGiven ? await tryConnection(stored.kind, { baseUrl, login }) : undefined
  if (tried?.ok === false && evenIfUnreachable !== true) throw tried.error
  const sealed = secretGiven ? await sealLogin(login) : undefined
  return withUniqueName(name, () =>
    ctx.db.transaction(async (tx) => {
      const [before] = await tx.select().from(platforms).where(eq(platforms.id, id)).for('update')
      if (before === undefined) throw notFound('The platform')
      if (elsewhere) await refuseActiveRuns(tx, id, before.name)
      const after = {
        name,
        baseUrl,
        webUrl: webUrl ?? null,
        authKind: login.kind,
        accountEmail: login.kind === 'account' ? login.email : null,
      }
      await tx
        .update(platforms)
        .set({
          ...after,
          ...(sealed !== undefined && { ...sealed, secretSetAt: new Date(), secretSetBy: actorLabel(ctx.actor) }),
          updatedAt: new Date(),
        })
        .where(eq(platforms.id, id))
      if (tried !== undefined) await storeTried(tx, id, tried)
      const changes = platformChanges(before, after, secretGiven)
      if (Object.keys(changes).length > 0)
        await recordAudit(tx, ctx.actor, {
          action: 'platform.update',
          targetKind: 'platform',
          targetId: id,
          targetLabel: name,
          changes,
        })
      if (tried?.ok === true) await requestCount(tx, id)
      return getPlatform({ ...ctx, db: tx }, { id })
    }),
  )
}
