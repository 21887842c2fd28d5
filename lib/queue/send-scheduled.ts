import { eq, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { settings } from '#db/schema/index.ts'
import type { JobDefinition } from './job.ts'
import { neededQueue } from './process-queue.ts'
import { sendJob } from './send-job.ts'

/** The row that remembers up to when schedules have been looked at. */
const KEY = 'queue.scheduledUntil'
/** The first look goes back so far. */
const FIRST_MS = 60_000

/**
 * Sends the jobs whose schedule came round since the last call, each once however many callers there are and however often it came
 * round: for installations without a process that keeps time. Returns their names.
 */
export async function sendScheduled(db: Database, definitions: readonly JobDefinition[]): Promise<string[]> {
  const { boss } = await neededQueue()
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${KEY}))`)
    // By the database's clock: the callers' own may differ.
    const [row] = await tx
      .select({ kept: settings.value, at: sql`extract(epoch from clock_timestamp()) * 1000`.mapWith(Number) })
      .from(sql`(select 1) as one`)
      .leftJoin(settings, eq(settings.key, KEY))
    const now = new Date(row?.at ?? Date.now())
    const since = typeof row?.kept === 'string' ? new Date(row.kept) : new Date(now.getTime() - FIRST_MS)
    const due = definitions.filter(({ schedule }) => {
      if (schedule === undefined) return false
      const [next] = boss.previewSchedule(schedule.cron, { from: since, count: 1, tz: 'UTC' })
      return next !== undefined && next <= now
    })
    for (const definition of due) await sendJob(tx, definition, {})
    const value = now.toISOString()
    await tx
      .insert(settings)
      .values({ key: KEY, value })
      .onConflictDoUpdate({ target: settings.key, set: { value, updatedAt: now } })
    return due.map(({ name }) => name)
  })
}
