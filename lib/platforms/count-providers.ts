import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { namespaces } from '#db/schema/index.ts'
import { FerryError } from '#lib/core/index.ts'
import { withLease } from '#lib/queue/index.ts'
import type { OpenPlatform } from './connection.ts'
import { PlatformError } from './platform-error.ts'
import { storeCount } from './store-namespaces.ts'

interface CountOptions {
  /** Milliseconds; what is not begun by then keeps its older number, and what would take longer is not begun. */
  budgetMs: number
  /** Counts only what may be counted again at the share of the platform's time that is ours. */
  onlyDue: boolean
  signal?: AbortSignal | undefined
}

/** A list costs the platform 25–75 ms for each provider in it. */
const MS_PER_PROVIDER = 75
/** We take at most 1 % of a platform's time for looking: what took a second is not looked at again for a hundred. */
const SHARE = 100
/** How long a count waits for an account that somebody else works with: a synchronization goes first. */
const WAIT_MS = 3000

type Namespace = Pick<typeof namespaces.$inferSelect, 'id' | 'remoteId' | 'providerCount' | 'countedAt'>

/**
 * Counts the providers of a platform's namespaces, the longest uncounted first, with one list each and one after the other: more at
 * once would not make the platform faster. Returns how many were counted and how many are left for later.
 * Throws the `PlatformError` that stands for the whole platform.
 */
export async function countProviders(
  db: Database,
  platform: OpenPlatform,
  { budgetMs, onlyDue, signal }: CountOptions,
): Promise<{ counted: number; left: number }> {
  const all = await countable(db, platform.id)
  const due = onlyDue ? all.filter((namespace) => isDue(namespace, msPerProvider(platform))) : all
  const end = Date.now() + budgetMs
  let counted = 0
  for (const namespace of due) {
    if (signal?.aborted === true || Date.now() + cost(namespace, msPerProvider(platform)) > end) break
    try {
      await countOne(db, platform, namespace, signal)
      counted++
    } catch (error) {
      if (error instanceof FerryError && error.code === 'lease_busy') break
      if (!(error instanceof PlatformError) || !CONCERNS_ONE.has(error.code)) throw error
      await markUnavailable(db, namespace.id, error.message)
    }
  }
  return { counted, left: due.length - counted }
}

/** Failures of one namespace, which say nothing about the others. */
const CONCERNS_ONE = new Set(['key_refused_in_namespace', 'namespace_gone', 'not_permitted'])

async function countOne(
  db: Database,
  { connector, connection }: OpenPlatform,
  { id, remoteId, providerCount }: Namespace,
  signal: AbortSignal | undefined,
): Promise<void> {
  const count = async (stop: AbortSignal | undefined) => {
    const handle = await connector.openNamespace(connection, remoteId, stop)
    try {
      const observed = await handle.observe({
        ...(providerCount !== null && { expectedProviders: providerCount }),
        ...(stop !== undefined && { signal: stop }),
      })
      // Somebody may have moved the account meanwhile: then this is another namespace's number.
      if (await handle.verifyPlace(stop)) await storeCount(db, id, observed.length)
    } finally {
      await handle.close()
    }
  }
  // An account has one current namespace: whoever moves it must be alone with it, in all replicas.
  if (connection.login.kind === 'adminKey') return count(signal)
  const key = connector.groupKey(connection, remoteId)
  await withLease(db, key, { waitMs: WAIT_MS, ...(signal !== undefined && { signal }) }, count)
}

function countable(db: Database, platformId: string): Promise<Namespace[]> {
  return db
    .select({
      id: namespaces.id,
      remoteId: namespaces.remoteId,
      providerCount: namespaces.providerCount,
      countedAt: namespaces.countedAt,
    })
    .from(namespaces)
    .where(and(eq(namespaces.platformId, platformId), isNull(namespaces.vanishedAt), eq(namespaces.available, true)))
    .orderBy(sql`${namespaces.countedAt} asc nulls first`, namespaces.id)
}

async function markUnavailable(db: Database, id: string, reason: string): Promise<void> {
  await db.update(namespaces).set({ available: false, unavailableReason: reason }).where(eq(namespaces.id, id))
}

function msPerProvider({ pace }: OpenPlatform): number {
  return pace.listMsPerProvider ?? MS_PER_PROVIDER
}

function cost({ providerCount }: Namespace, msEach: number): number {
  return (providerCount ?? 0) * msEach
}

function isDue(namespace: Namespace, msEach: number): boolean {
  if (namespace.countedAt === null) return true
  return Date.now() - namespace.countedAt.getTime() >= cost(namespace, msEach) * SHARE
}
