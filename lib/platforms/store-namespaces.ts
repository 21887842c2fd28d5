import { and, eq, isNull, notInArray, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { namespaces } from '#db/schema/index.ts'
import type { RemoteNamespace } from './connector.ts'

/** What a fresh list changed. */
export interface NamespaceChanges {
  total: number
  added: number
  vanished: number
}

const BATCH = 500

/** Takes over what a platform lists now: new ones are added, changed ones renamed, missing ones kept and marked as vanished. */
export async function storeNamespaces(
  db: Database,
  platformId: string,
  listed: readonly RemoteNamespace[],
): Promise<NamespaceChanges> {
  const unique = [...new Map(listed.map((namespace) => [namespace.remoteId, namespace])).values()]
  const before = await db.$count(namespaces, eq(namespaces.platformId, platformId))
  for (let at = 0; at < unique.length; at += BATCH)
    await db
      .insert(namespaces)
      .values(unique.slice(at, at + BATCH).map((namespace) => asRow(platformId, namespace)))
      .onConflictDoUpdate({
        target: [namespaces.platformId, namespaces.remoteId],
        set: {
          name: sql`excluded.name`,
          available: sql`excluded.available`,
          unavailableReason: sql`excluded.unavailable_reason`,
          seenAt: sql`now()`,
          vanishedAt: null,
        },
      })
  const ofPlatform = and(eq(namespaces.platformId, platformId), isNull(namespaces.vanishedAt))
  const remoteIds = unique.map(({ remoteId }) => remoteId)
  const vanished = await db
    .update(namespaces)
    .set({ vanishedAt: sql`now()` })
    .where(remoteIds.length === 0 ? ofPlatform : and(ofPlatform, notInArray(namespaces.remoteId, remoteIds)))
    .returning({ id: namespaces.id })
  const after = await db.$count(namespaces, eq(namespaces.platformId, platformId))
  return { total: unique.length, added: after - before, vanished: vanished.length }
}

function asRow(platformId: string, { remoteId, name, available, unavailableReason }: RemoteNamespace) {
  return { platformId, remoteId, name, available, unavailableReason: unavailableReason ?? null }
}

/** Remembers how many providers a namespace holds, as of now. */
export async function storeCount(db: Database, namespaceId: string, providerCount: number): Promise<void> {
  await db
    .update(namespaces)
    .set({ providerCount, countedAt: sql`now()`, seenAt: sql`now()` })
    .where(eq(namespaces.id, namespaceId))
}
