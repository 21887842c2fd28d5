import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { bindings } from '#db/schema/index.ts'
import type { ObservedProvider } from '#lib/platforms/index.ts'

/** Bindings that are in sync, but of whose last write nobody knows the platform's own time: later changes could not be told. */
function timeless(namespaceId: string) {
  return and(eq(bindings.namespaceId, namespaceId), isNull(bindings.remoteUpdatedAt), eq(bindings.state, 'in_sync'))
}

/** Whether a list is needed to know from which time on changes in a namespace are somebody else's. */
export async function needsBaseline(db: Database, namespaceId: string): Promise<boolean> {
  const [one] = await db.select({ id: bindings.id }).from(bindings).where(timeless(namespaceId)).limit(1)
  return one !== undefined
}

/** Takes the times of a list as the ones from which on changes are somebody else's, where a write's own answer told none. */
export async function rememberBaselines(
  db: Database,
  namespaceId: string,
  observed: readonly ObservedProvider[],
): Promise<void> {
  const seen = new Map(observed.map(({ remoteId, updatedAt }) => [remoteId, updatedAt]))
  if (seen.size === 0) return
  const open = await db
    .select({ id: bindings.id, remoteId: bindings.remoteId })
    .from(bindings)
    .where(and(timeless(namespaceId), inArray(bindings.remoteId, [...seen.keys()])))
  for (const { id, remoteId } of open)
    await db
      .update(bindings)
      .set({ remoteUpdatedAt: seen.get(remoteId ?? '') ?? null })
      .where(eq(bindings.id, id))
}
