import { and, eq, lt, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { registryServers } from '#db/schema/index.ts'
import type { RegistryEntry } from './entry.ts'

/** Keeps entries in the cache, each under its name. `seenAt` is the reading's beginning. Returns how many were not met in it before. */
export async function storeEntries(
  db: Database,
  registry: string,
  entries: readonly RegistryEntry[],
  seenAt: Date,
): Promise<number> {
  // One statement may not write a row twice.
  const each = new Map(entries.filter(({ isLatest }) => isLatest).map((entry) => [entry.name, entry]))
  if (each.size === 0) return 0
  const rows = await db
    .insert(registryServers)
    .values(
      [...each.values()].map(({ isLatest: _latest, ...entry }) => ({
        ...entry,
        ...{ registry, seenAt, hasRemote: entry.remotes.length > 0 },
      })),
    )
    .onConflictDoUpdate({
      target: [registryServers.registry, registryServers.name],
      set: {
        version: sql`excluded.version`,
        title: sql`excluded.title`,
        description: sql`excluded.description`,
        status: sql`excluded.status`,
        statusMessage: sql`excluded.status_message`,
        websiteUrl: sql`excluded.website_url`,
        repositoryUrl: sql`excluded.repository_url`,
        remotes: sql`excluded.remotes`,
        hasRemote: sql`excluded.has_remote`,
        packages: sql`excluded.packages`,
        updatedAt: sql`excluded.updated_at`,
        seenAt: sql`excluded.seen_at`,
      },
      setWhere: lt(registryServers.seenAt, seenAt),
    })
    .returning({ name: registryServers.name })
  return rows.length
}

/** Forgets what a whole reading did not meet. */
export async function forgetUnseen(db: Database, registry: string, readingFrom: Date): Promise<void> {
  await db
    .delete(registryServers)
    .where(and(eq(registryServers.registry, registry), lt(registryServers.seenAt, readingFrom)))
}
