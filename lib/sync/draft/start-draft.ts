import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { bindings, namespaces, platforms, services, syncDrafts } from '#db/schema/index.ts'
import { type Context, FerryError, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { startDraftSchema } from '../schema.ts'
import type { DraftView } from '../views.ts'
import type { DraftChoices } from './draft-choices.ts'
import { readDraftView } from './draft-view.ts'
import { draftOwner } from './load-draft.ts'
import { draftExpiry } from './save-draft.ts'

/**
 * Begins to prepare a synchronization of the given services, or their removal. A synchronization takes services that are normal
 * (`service_not_normal` names the others); a removal takes services that are bound somewhere (`not_bound`), and chooses where they
 * all are beforehand when that is one platform.
 */
export async function startDraft(
  ctx: Context,
  input: { kind?: 'sync' | 'remove' | undefined; serviceIds: string[] },
): Promise<DraftView> {
  requirePermission(ctx, 'syncs.write')
  const { kind, serviceIds } = parseInput(startDraftSchema, input)
  const owner = draftOwner(ctx)
  const draftId = await ctx.db.transaction(async (db) => {
    const chosen = await chosenServices(db, kind, [...new Set(serviceIds)])
    const choices: DraftChoices = {
      name: null,
      services: chosen.map(({ id, name }) => ({ id, name })),
      platform: null,
      namespaces: [],
      authentication: {},
      conflicts: {},
      ...(kind === 'remove' &&
        (await whereBound(
          db,
          chosen.map(({ id }) => id),
        ))),
    }
    const [draft] = await db
      .insert(syncDrafts)
      .values({ userId: owner.id, kind, choices, expiresAt: draftExpiry })
      .returning({ id: syncDrafts.id })
    if (draft === undefined) throw new Error('no draft was made')
    return draft.id
  })
  return readDraftView(ctx, draftId)
}

/** The newest living draft of the acting person, to come back to after signing in; null when there is none. */
export async function currentDraft(ctx: Context): Promise<DraftView | null> {
  requirePermission(ctx, 'syncs.write')
  const [draft] = await ctx.db
    .select({ id: syncDrafts.id })
    .from(syncDrafts)
    .where(and(eq(syncDrafts.userId, draftOwner(ctx).id), sql`${syncDrafts.expiresAt} > now()`))
    .orderBy(desc(syncDrafts.updatedAt))
    .limit(1)
  return draft === undefined ? null : readDraftView(ctx, draft.id)
}

async function chosenServices(db: Database, kind: 'sync' | 'remove', serviceIds: string[]) {
  const found = await db
    .select({ id: services.id, name: services.name, status: services.status })
    .from(services)
    .where(inArray(services.id, serviceIds))
    .orderBy(services.name)
  if (found.length === 0) throw notFound('None of the services')
  const unfit = kind === 'sync' ? found.filter(({ status }) => status !== 'normal') : []
  if (unfit.length > 0)
    throw new FerryError(
      'service_not_normal',
      409,
      `${unfit.length === 1 ? 'One service is' : `${unfit.length} services are`} not normal: ${unfit.map(({ name }) => name).join(', ')}.`,
      { next: 'Check what is wrong with them, or leave them out.' },
    )
  return found
}

/** The platform and namespaces that hold the services, when it is one platform. */
async function whereBound(db: Database, serviceIds: string[]): Promise<Partial<DraftChoices>> {
  const places = await db
    .selectDistinct({
      namespace: { id: namespaces.id, name: namespaces.name },
      platform: { id: platforms.id, name: platforms.name },
    })
    .from(bindings)
    .innerJoin(namespaces, eq(namespaces.id, bindings.namespaceId))
    .innerJoin(platforms, eq(platforms.id, namespaces.platformId))
    .where(inArray(bindings.serviceId, serviceIds))
  const [first] = places
  if (first === undefined)
    throw new FerryError('not_bound', 409, 'None of the services is in a namespace.', {
      next: 'There is nothing to remove.',
    })
  if (places.some(({ platform }) => platform.id !== first.platform.id)) return {}
  return { platform: first.platform, namespaces: places.map(({ namespace }) => namespace) }
}
