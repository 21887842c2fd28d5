import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { runs } from '#db/schema/index.ts'
import { conflict } from '#lib/core/index.ts'

/** Numbers of the runs that still work on a platform. */
export async function activeRuns(db: Database, platformId: string): Promise<number[]> {
  const rows = await db
    .select({ number: runs.number })
    .from(runs)
    .where(and(eq(runs.platformId, platformId), inArray(runs.status, ['queued', 'running'])))
    .orderBy(asc(runs.number))
  return rows.map(({ number }) => number)
}

/** Throws `platform_in_run` while a run works on a platform. */
export async function refuseActiveRuns(db: Database, platformId: string, name: string): Promise<void> {
  const [first] = await activeRuns(db, platformId)
  if (first === undefined) return
  throw conflict('platform_in_run', `Synchronization #${first} is still working on ${name}.`, {
    next: 'Wait until it has ended, or cancel it.',
  })
}
