import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { bindings, namespaces, runItems } from '#db/schema/index.ts'
import { log } from '#lib/core/index.ts'
import type { OpenPlatform } from '#lib/platforms/index.ts'
import type { NamespaceRow } from '../draft/load-draft.ts'
import { changeLane, type ItemRow, type TakenLane } from './lane-record.ts'

interface Moved {
  db: Database
  lane: TakenLane
  namespace: NamespaceRow
  platform: OpenPlatform
  lost: AbortSignal
}

/**
 * Puts right what a pass did after somebody had switched the account to another namespace: what is not where it belongs is looked
 * for in the platform's other namespaces and removed there (by its id, so only what this very pass created), and its items wait
 * again. Items that failed meanwhile may have failed for that reason, and wait again too.
 */
export async function repairPlace(moved: Moved, items: readonly ItemRow[]): Promise<void> {
  const { db, lane, namespace } = moved
  log.warn({ laneId: lane.id }, 'the account was switched to another namespace during a lane')
  const ids = items.map(({ id }) => id)
  const ended = await db
    .select()
    .from(runItems)
    .where(
      and(inArray(runItems.id, ids), inArray(runItems.verdict, ['created', 'updated', 'adopted', 'failed', 'unknown'])),
    )
  const here = new Set((await providersIn(moved, namespace)).map(({ remoteId }) => remoteId))
  const suspects = ended.filter(
    ({ verdict, remoteId }) => verdict === 'failed' || remoteId === null || !here.has(remoteId),
  )
  const strays = suspects.flatMap(({ verdict, remoteId }) =>
    verdict === 'created' && remoteId !== null ? [remoteId] : [],
  )
  await removeStrays(moved, new Set(strays))
  await waitAgain(moved, suspects)
}

async function providersIn({ platform, lost }: Moved, { remoteId, providerCount }: NamespaceRow) {
  const handle = await platform.connector.openNamespace(platform.connection, remoteId, lost)
  try {
    return await handle.observe({ expectedProviders: providerCount ?? 0, signal: lost })
  } finally {
    await handle.close()
  }
}

async function removeStrays(moved: Moved, strays: Set<string>): Promise<void> {
  const { db, namespace, platform, lost } = moved
  if (strays.size === 0) return
  const others = await db
    .select()
    .from(namespaces)
    .where(and(eq(namespaces.platformId, platform.id), eq(namespaces.available, true), isNull(namespaces.vanishedAt)))
  for (const other of others) {
    if (strays.size === 0) return
    if (other.id === namespace.id) continue
    const handle = await platform.connector.openNamespace(platform.connection, other.remoteId, lost)
    try {
      for (const { remoteId } of await handle.observe({ expectedProviders: other.providerCount ?? 0, signal: lost }))
        if (strays.delete(remoteId)) await handle.remove(remoteId, lost)
    } finally {
      await handle.close()
    }
  }
  if (strays.size > 0) log.error({ strays: [...strays] }, 'created in a namespace that could not be found again')
}

/**
 * Their tokens were wiped where they had succeeded; the binding has them still. Where the provider is gone with the stray, so is its id.
 */
async function waitAgain({ db, lane, namespace }: Moved, suspects: readonly ItemRow[]): Promise<void> {
  await db.transaction(async (tx) => {
    const revision = await changeLane(tx, lane)
    for (const { id, serviceId, token, verdict, remoteId } of suspects) {
      const where = and(eq(bindings.namespaceId, namespace.id), eq(bindings.serviceId, serviceId ?? id))
      const [binding] = await tx.select().from(bindings).where(where)
      await tx
        .update(runItems)
        .set({
          ...{
            verdict: 'waiting',
            revision,
            endedAt: null,
            code: null,
            reason: null,
            nextStep: null,
            platformSaid: null,
          },
          token: token ?? binding?.token ?? null,
          ...(verdict === 'created' && { remoteId: null }),
        })
        .where(eq(runItems.id, id))
      if (verdict === 'created' && binding?.remoteId === remoteId)
        await tx
          .update(bindings)
          .set({
            remoteId: null,
            applied: null,
            state: 'failed',
            stateCode: 'place_lost',
            updatedAt: sql`clock_timestamp()`,
          })
          .where(where)
    }
  })
}
