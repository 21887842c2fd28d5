import { and, asc, count, eq, ilike, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { bindings, namespaces } from '#db/schema/index.ts'
import { type Context, FerryError, invalidInput, parseInput, requirePermission } from '#lib/core/index.ts'
import { chooseNamespacesSchema, DRAFT_LIMITS, draftNamespacesSchema } from '../schema.ts'
import type { DraftNamespacesView, DraftView } from '../views.ts'
import { readDraftView } from './draft-view.ts'
import { loadDraft } from './load-draft.ts'
import { editDraft } from './save-draft.ts'

const available = and(eq(namespaces.available, true), isNull(namespaces.vanishedAt))

/** Step 2: into which namespaces; the given ones, or all available ones that match `search`. */
export async function chooseNamespaces(
  ctx: Context,
  input: z.input<typeof chooseNamespacesSchema>,
): Promise<DraftView> {
  requirePermission(ctx, 'syncs.write')
  const wanted = parseInput(chooseNamespacesSchema, input)
  await editDraft(ctx, wanted.draftId, async ({ choices }, tx) => {
    const platform = choices.platform
    if (platform === null) throw platformMissing()
    const which =
      'all' in wanted ? and(available, matching(wanted.search)) : inArray(namespaces.id, wanted.namespaceIds)
    const found = await tx.db
      .select({ id: namespaces.id, name: namespaces.name, available: sql<boolean>`${available}` })
      .from(namespaces)
      .where(and(eq(namespaces.platformId, platform.id), which))
      .orderBy(asc(namespaces.name))
      .limit(DRAFT_LIMITS.namespaces + 1)
    if (found.length > DRAFT_LIMITS.namespaces)
      throw invalidInput({ namespaceIds: `At most ${DRAFT_LIMITS.namespaces} namespaces go into one synchronization.` })
    const away = found.find((one) => !one.available)
    if (away) throw invalidInput({ namespaceIds: `«${away.name}» is not available there now.` })
    if (found.length === 0 || ('namespaceIds' in wanted && found.length < new Set(wanted.namespaceIds).size))
      throw invalidInput({ namespaceIds: 'A namespace does not exist there any more. Refresh the list.' })
    choices.namespaces = found.map(({ id, name }) => ({ id, name }))
  })
  return readDraftView(ctx, wanted.draftId)
}

/** One page of the namespaces to choose from, and which of the draft's services are there already. */
export async function draftNamespaces(
  ctx: Context,
  input: z.input<typeof draftNamespacesSchema>,
): Promise<DraftNamespacesView> {
  requirePermission(ctx, 'syncs.write')
  const { draftId, search, offset, limit } = parseInput(draftNamespacesSchema, input)
  const draft = await loadDraft(ctx, draftId)
  if (draft.platform === null) throw platformMissing()
  const there = and(eq(namespaces.platformId, draft.platform.id), matching(search))
  const chosen = new Set(draft.chosen.map(({ id }) => id))
  const rows = await ctx.db
    .select()
    .from(namespaces)
    .where(there)
    .orderBy(asc(namespaces.name), asc(namespaces.id))
    .limit(limit)
    .offset(offset)
  const [totals] = await ctx.db
    .select({
      total: count(),
      availableTotal: sql<number>`count(*) filter (where ${available})`.mapWith(Number),
      seenAt: sql<string | null>`max(${namespaces.seenAt})`,
    })
    .from(namespaces)
    .where(there)
  const bound = await boundThere(
    ctx,
    draft.services.map(({ id }) => id),
    rows.map(({ id }) => id),
  )
  const names = new Map(draft.services.map(({ id, name }) => [id, name]))
  return {
    total: totals?.total ?? 0,
    availableTotal: totals?.availableTotal ?? 0,
    chosenTotal: chosen.size,
    seenAt: totals?.seenAt ? new Date(totals.seenAt).toISOString() : null,
    rows: rows.map((row) => ({
      id: row.id,
      name: row.name,
      available: row.available && row.vanishedAt === null,
      unavailableReason: row.vanishedAt === null ? row.unavailableReason : 'Not listed there any more.',
      chosen: chosen.has(row.id),
      providerCount: row.providerCount,
      countedAt: row.countedAt?.toISOString() ?? null,
      there: bound
        .filter(({ namespaceId }) => namespaceId === row.id)
        .map(({ serviceId, state }) => ({ serviceId, name: names.get(serviceId) ?? '', state })),
    })),
  }
}

function boundThere({ db }: Context, serviceIds: string[], namespaceIds: string[]) {
  return db
    .select({ serviceId: bindings.serviceId, namespaceId: bindings.namespaceId, state: bindings.state })
    .from(bindings)
    .where(and(inArray(bindings.serviceId, serviceIds), inArray(bindings.namespaceId, namespaceIds)))
}

function matching(search: string | undefined): SQL | undefined {
  const text = search?.trim() ?? ''
  return text === '' ? undefined : ilike(namespaces.name, `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`)
}

function platformMissing(): FerryError {
  return new FerryError('draft_incomplete', 409, 'No platform is chosen yet.', { next: 'Choose a platform first.' })
}
