import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { bindings, namespaces, platforms, services, syncDrafts } from '#db/schema/index.ts'
import { type Context, FerryError, forbidden, unseal } from '#lib/core/index.ts'
import { type TokenFacts, tokenFacts } from '#lib/tokens/index.ts'
import type { DraftChoices, DraftTokens } from './draft-choices.ts'

export type ServiceRow = typeof services.$inferSelect
export type PlatformRow = typeof platforms.$inferSelect
export type NamespaceRow = typeof namespaces.$inferSelect
export type BindingRow = typeof bindings.$inferSelect
type DraftRow = Omit<typeof syncDrafts.$inferSelect, 'choices'> & { choices: DraftChoices }

/** A draft and everything it speaks of, as far as it is still there. */
export interface Draft extends DraftRow {
  services: ServiceRow[]
  platform: PlatformRow | null
  /** The chosen ones that are still there, by name. */
  chosen: NamespaceRow[]
  /** Of the draft's services in the chosen namespaces, by `bindingKey`. */
  bindings: Map<string, BindingRow>
  /** The generated tokens of those bindings, by their id; also ended ones. */
  gatewayTokens: Map<string, TokenFacts>
}

export function bindingKey(serviceId: string, namespaceId: string): string {
  return `${serviceId}:${namespaceId}`
}

/** The person who acts; drafts belong to people. */
export function draftOwner(ctx: Context): { id: string; name: string } {
  if (ctx.actor.kind !== 'user') throw forbidden('prepare a synchronization')
  return ctx.actor
}

function draftGone(): FerryError {
  return new FerryError(
    'not_found',
    404,
    'This synchronization has expired, was discarded, or belongs to somebody else.',
    {
      next: 'Select the services again.',
    },
  )
}

/** A living draft of the acting person; `not_found` otherwise. With `lock` inside a transaction, so that two tabs do not overwrite each other. */
export async function loadDraftRow(ctx: Context, draftId: string, { lock = false } = {}): Promise<DraftRow> {
  const query = ctx.db
    .select()
    .from(syncDrafts)
    .where(
      and(eq(syncDrafts.id, draftId), eq(syncDrafts.userId, draftOwner(ctx).id), sql`${syncDrafts.expiresAt} > now()`),
    )
  const [row] = lock ? await query.for('update') : await query
  if (row === undefined) throw draftGone()
  return { ...row, choices: row.choices as DraftChoices }
}

/** A living draft with everything it speaks of. */
export async function loadDraft(ctx: Context, draftId: string): Promise<Draft> {
  return completeDraft(ctx.db, await loadDraftRow(ctx, draftId))
}

/** Reads what a draft speaks of. */
async function completeDraft(db: Database, row: DraftRow): Promise<Draft> {
  const { choices } = row
  const serviceIds = choices.services.map(({ id }) => id)
  const namespaceIds = choices.namespaces.map(({ id }) => id)
  const found = await db.select().from(services).where(inArray(services.id, serviceIds))
  const byId = new Map(found.map((service) => [service.id, service]))
  const [platform] =
    choices.platform === null ? [] : await db.select().from(platforms).where(eq(platforms.id, choices.platform.id))
  const chosen =
    namespaceIds.length === 0
      ? []
      : await db.select().from(namespaces).where(inArray(namespaces.id, namespaceIds)).orderBy(asc(namespaces.name))
  const bound =
    namespaceIds.length === 0
      ? []
      : await db
          .select()
          .from(bindings)
          .where(and(inArray(bindings.serviceId, serviceIds), inArray(bindings.namespaceId, namespaceIds)))
  return {
    ...row,
    services: serviceIds.flatMap((id) => byId.get(id) ?? []),
    platform: platform ?? null,
    chosen,
    bindings: new Map(bound.map((binding) => [bindingKey(binding.serviceId, binding.namespaceId), binding])),
    gatewayTokens: await tokenFacts(
      db,
      bound.flatMap(({ gatewayTokenId }) => gatewayTokenId ?? []),
    ),
  }
}

/** The typed credentials of a draft, opened. */
export async function openTokens({ tokens }: Pick<DraftRow, 'tokens'>): Promise<DraftTokens> {
  return tokens === null ? {} : (JSON.parse(await unseal(tokens, 'draft')) as DraftTokens)
}
