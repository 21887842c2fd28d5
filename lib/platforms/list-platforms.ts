import { asc, count, eq, inArray, isNull, sql } from 'drizzle-orm'
import { bindings, namespaces, platforms } from '#db/schema/index.ts'
import { type Context, requirePermission } from '#lib/core/index.ts'
import { describePlatform, type PlatformFacts, PUBLIC_COLUMNS } from './projection.ts'

/** How many of a platform's bindings are in which state; those in namespaces that vanished are in none of the others. */
export interface BindingCounts {
  all: number
  inSync: number
  failed: number
  unknown: number
  vanished: number
}

export interface PlatformSummary extends PlatformFacts {
  /** Namespaces that are there, and those of them that refuse us. */
  namespaceCount: number
  unavailableCount: number
  vanishedCount: number
  /** MCP providers in all counted namespaces, ours and others. */
  providerCount: number
  /** The oldest of the counts that make it up; null before the first. */
  countedAt: Date | null
  /** Namespaces that we can work in and that were not counted yet. */
  uncountedCount: number
  bindings: BindingCounts
}

/** More than that nobody connects; a page shows them as cards. */
const MOST = 500

/** All platforms by name, with what is in them. Never a secret. */
export async function listPlatforms(ctx: Context): Promise<PlatformSummary[]> {
  requirePermission(ctx, 'platforms.read')
  const rows = await ctx.db
    .select(PUBLIC_COLUMNS)
    .from(platforms)
    .orderBy(asc(sql`lower(${platforms.name})`))
    .limit(MOST)
  return withCounts(ctx, rows.map(describePlatform))
}

/** Adds the counts to platforms. */
export async function withCounts(ctx: Context, facts: PlatformFacts[]): Promise<PlatformSummary[]> {
  if (facts.length === 0) return []
  const ids = facts.map(({ id }) => id)
  const [spaces, bound] = await Promise.all([
    ctx.db
      .select({
        platformId: namespaces.platformId,
        there: sql<number>`count(*) filter (where ${isNull(namespaces.vanishedAt)})`.mapWith(Number),
        unavailable:
          sql<number>`count(*) filter (where ${isNull(namespaces.vanishedAt)} and not ${namespaces.available})`.mapWith(
            Number,
          ),
        vanished: sql<number>`count(${namespaces.vanishedAt})`.mapWith(Number),
        providers:
          sql<number>`coalesce(sum(${namespaces.providerCount}) filter (where ${isNull(namespaces.vanishedAt)}), 0)`.mapWith(
            Number,
          ),
        countedAt: sql<Date>`min(${namespaces.countedAt}) filter (where ${isNull(namespaces.vanishedAt)})`.mapWith(
          namespaces.countedAt,
        ),
        uncounted:
          sql<number>`count(*) filter (where ${isNull(namespaces.vanishedAt)} and ${namespaces.available} and ${isNull(namespaces.countedAt)})`.mapWith(
            Number,
          ),
      })
      .from(namespaces)
      .where(inArray(namespaces.platformId, ids))
      .groupBy(namespaces.platformId),
    ctx.db
      .select({
        platformId: namespaces.platformId,
        state: sql<string>`case when ${isNull(namespaces.vanishedAt)} then ${bindings.state} else 'vanished' end`.as(
          'bound_state',
        ),
        number: count(),
      })
      .from(bindings)
      .innerJoin(namespaces, eq(namespaces.id, bindings.namespaceId))
      .where(inArray(namespaces.platformId, ids))
      .groupBy(namespaces.platformId, sql`bound_state`),
  ])
  return facts.map((platform) => {
    const space = spaces.find(({ platformId }) => platformId === platform.id)
    const own = bound.filter(({ platformId }) => platformId === platform.id)
    const by = (state: string) => own.find((row) => row.state === state)?.number ?? 0
    const counts = {
      inSync: by('in_sync'),
      failed: by('failed'),
      unknown: by('unknown'),
      vanished: by('vanished'),
    }
    return {
      ...platform,
      namespaceCount: space?.there ?? 0,
      unavailableCount: space?.unavailable ?? 0,
      vanishedCount: space?.vanished ?? 0,
      providerCount: space?.providers ?? 0,
      countedAt: space?.countedAt ?? null,
      uncountedCount: space?.uncounted ?? 0,
      bindings: { ...counts, all: counts.inSync + counts.failed + counts.unknown + counts.vanished },
    }
  })
}
