import { count, countDistinct, eq, gte, isNull, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { bindings, namespaces, platforms, runItems, runs } from '#db/schema/index.ts'
import { callsOfLastDay } from '#lib/calls/index.ts'

/** The calm numbers beside those of the services. */
export interface Numbers {
  bindings: { inSync: number; all: number; namespaces: number }
  platforms: { all: number; reachable: number; namespaces: number }
  /** Runs confirmed in the last seven days, and how many of their items failed. */
  week: { runs: number; items: number; failed: number }
  /** Calls of tools through the gateway in the last 24 hours, and how many of them failed or were refused. */
  calls: { all: number; errors: number }
}

export async function readNumbers(db: Database): Promise<Numbers> {
  const weekAgo = sql`now() - interval '7 days'`
  const [[bound], [platform], [namespace], [run], [item], calls] = await Promise.all([
    db
      .select({
        all: count(),
        inSync: sql`count(*) filter (where ${bindings.state} = 'in_sync')`.mapWith(Number),
        namespaces: countDistinct(bindings.namespaceId),
      })
      .from(bindings),
    db
      .select({
        all: count(),
        reachable: sql`count(*) filter (where ${platforms.status} = 'reachable')`.mapWith(Number),
      })
      .from(platforms),
    db.select({ all: count() }).from(namespaces).where(isNull(namespaces.vanishedAt)),
    db.select({ all: count() }).from(runs).where(gte(runs.confirmedAt, weekAgo)),
    db
      .select({
        all: count(),
        failed: sql`count(*) filter (where ${runItems.verdict} in ('failed', 'unknown'))`.mapWith(Number),
      })
      .from(runItems)
      .innerJoin(runs, eq(runs.id, runItems.runId))
      .where(gte(runs.confirmedAt, weekAgo)),
    callsOfLastDay(db),
  ])
  return {
    bindings: { inSync: bound?.inSync ?? 0, all: bound?.all ?? 0, namespaces: bound?.namespaces ?? 0 },
    platforms: { all: platform?.all ?? 0, reachable: platform?.reachable ?? 0, namespaces: namespace?.all ?? 0 },
    week: { runs: run?.all ?? 0, items: item?.all ?? 0, failed: item?.failed ?? 0 },
    calls,
  }
}
