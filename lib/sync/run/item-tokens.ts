import { and, eq, inArray, ne, notExists, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Database } from '#db/client.ts'
import { bindings, gatewayTokens, runItems } from '#db/schema/index.ts'
import { FerryError } from '#lib/core/index.ts'
import { changeTokenOptions, endTokens, issueToken, openToken } from '#lib/tokens/index.ts'
import { type TokenOptions, tokenOptionsSchema } from '#lib/tokens/schema.ts'
import type { ItemRow, TakenLane } from './lane-record.ts'

/** A token that was replaced lives on for so many seconds, unless the roll says otherwise: calls that are under way still arrive. */
const USUAL_GRACE_SECONDS = 900
/** Within so many milliseconds every gateway goes by what a token lets through now. */
export const GATEWAYS_KNOW_MS = 1100

/** The generated token of an item, opened. Throws `token_ended` when it is valid no more. */
export async function generatedToken(db: Database, { gatewayTokenId }: ItemRow): Promise<string> {
  const token = gatewayTokenId === null ? null : await openToken(db, gatewayTokenId)
  if (token === null)
    throw new FerryError('token_ended', 409, 'Its token was revoked or has expired meanwhile.', {
      next: 'Retry makes another one.',
    })
  return token
}

/** Sets what an item's token lets through, where it was made before this item. */
export async function applyTokenOptions(tx: Database, { gatewayTokenId, desired }: ItemRow): Promise<void> {
  if (gatewayTokenId === null || desired?.tokenOptions === undefined) return
  await changeTokenOptions(tx, gatewayTokenId, desired.tokenOptions)
}

/**
 * Once the platform has connected with what an item presents: every other token that the binding had, or that an attempt gave it,
 * ends. Those that another item is still to bring stay.
 */
export async function endFormerTokens(tx: Database, item: ItemRow, lane: TakenLane): Promise<void> {
  await endTokens(tx, await otherTokens(tx, item, lane, item.gatewayTokenId), {
    because: 'replaced',
    by: lane.confirmedBy,
    graceSeconds: item.rollGraceSeconds ?? USUAL_GRACE_SECONDS,
  })
}

/** Once a binding is gone: its tokens end at once. */
export async function endUnboundTokens(tx: Database, item: ItemRow, lane: TakenLane): Promise<void> {
  await endTokens(tx, await otherTokens(tx, item, lane, null), { because: 'unbound', by: lane.confirmedBy })
}

/** Ends tokens that were made for items which never began; one that a binding presents stays. */
export async function endUnusedTokens(tx: Database, tokenIds: (string | null)[], by: string): Promise<void> {
  const ids = tokenIds.filter((id) => id !== null)
  if (ids.length === 0) return
  const unused = await tx
    .select({ id: gatewayTokens.id })
    .from(gatewayTokens)
    .where(
      and(
        inArray(gatewayTokens.id, ids),
        notExists(tx.select({ one: sql`1` }).from(bindings).where(eq(bindings.gatewayTokenId, gatewayTokens.id))),
      ),
    )
  await endTokens(
    tx,
    unused.map(({ id }) => id),
    { because: 'unbound', by },
  )
}

/** What an item that is tried again presents: its own token, or, where that has ended meanwhile, another one like it. */
export async function renewedToken(
  tx: Database,
  item: ItemRow,
  namespaceId: string | null,
  by: string,
): Promise<Partial<ItemRow>> {
  const { tokenMode, action, gatewayTokenId, serviceId, desired } = item
  if (tokenMode !== 'generated' || action === 'remove' || serviceId === null || namespaceId === null) return {}
  if (gatewayTokenId !== null && (await openToken(tx, gatewayTokenId)) !== null) return {}
  const options: TokenOptions = desired?.tokenOptions ?? tokenOptionsSchema.parse({})
  const { id } = await issueToken(tx, {
    ...{ serviceId, namespaceId, purpose: 'binding', options, createdBy: by },
    name: `${item.serviceName} → ${item.namespaceName}`,
  })
  return { gatewayTokenId: id, tokenSetAt: new Date(), tokenSetBy: by }
}

/** The tokens of an item's service in its namespace, but the one that stays and those of other items that are still to be worked. */
async function otherTokens(
  tx: Database,
  { id, serviceId }: ItemRow,
  { namespace }: TakenLane,
  stays: string | null,
): Promise<string[]> {
  if (serviceId === null || namespace === null) return []
  const other = alias(runItems, 'other')
  const rows = await tx
    .select({ id: gatewayTokens.id })
    .from(gatewayTokens)
    .where(
      and(
        eq(gatewayTokens.serviceId, serviceId),
        eq(gatewayTokens.namespaceId, namespace.id),
        eq(gatewayTokens.purpose, 'binding'),
        stays === null ? undefined : ne(gatewayTokens.id, stays),
        notExists(
          tx
            .select({ one: sql`1` })
            .from(other)
            .where(
              and(
                eq(other.gatewayTokenId, gatewayTokens.id),
                ne(other.id, id),
                inArray(other.verdict, ['waiting', 'running', 'unknown']),
              ),
            ),
        ),
      ),
    )
  return rows.map((row) => row.id)
}
