import { and, asc, count, eq, gt, isNull, lt, lte, max, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '#db/client.ts'
import { services, settings } from '#db/schema/index.ts'
import { runChecks } from './run-checks.ts'

/** The row that remembers the last «Check all». */
const KEY = 'services.checkAll'
const BATCH = 200
/** Without a check for this long, its worker is taken for dead and another «Check all» may begin. Milliseconds. */
const STALLED_MS = 60_000

const stateSchema = z.object({ startedAt: z.coerce.date(), startedBy: z.string(), endedAt: z.coerce.date().nullable() })

export interface CheckAllProgress {
  startedAt: Date
  startedBy: string
  running: boolean
  /** Services that were there when it began and still are; how many of them have been checked since, and with what verdict. */
  total: number
  checked: number
  abnormal: number
}

/** How far the last «Check all» is; undefined when there was none. */
export async function checkAllProgress(db: Database): Promise<CheckAllProgress | undefined> {
  const [kept] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, KEY))
  const state = stateSchema.safeParse(kept?.value)
  if (!state.success) return undefined
  const { startedAt, startedBy, endedAt } = state.data
  const since = sql`${services.checkedAt} >= ${startedAt.toISOString()}::timestamptz`
  const [row] = await db
    .select({
      total: count(),
      checked: sql`count(*) filter (where ${since})`.mapWith(Number),
      abnormal: sql`count(*) filter (where ${since} and ${services.status} = 'abnormal')`.mapWith(Number),
      lastAt: max(services.checkedAt),
    })
    .from(services)
    .where(lte(services.createdAt, startedAt))
  const { total = 0, checked = 0, abnormal = 0, lastAt = null } = row ?? {}
  const heardOf = Math.max(startedAt.getTime(), lastAt?.getTime() ?? 0)
  const running = endedAt === null && checked < total && Date.now() - heardOf < STALLED_MS
  return { startedAt, startedBy, running, total, checked, abnormal }
}

/** Notes that a «Check all» begins. */
export async function beginCheckAll(db: Database, startedAt: Date, startedBy: string): Promise<void> {
  const value = { startedAt: startedAt.toISOString(), startedBy, endedAt: null }
  await db
    .insert(settings)
    .values({ key: KEY, value })
    .onConflictDoUpdate({ target: settings.key, set: { value, updatedAt: new Date() } })
}

/** Checks every service that has not been checked since `startedAt`, each once: after a crash the repeated job does only the rest. */
export async function workCheckAll(db: Database, startedAt: Date, signal: AbortSignal): Promise<void> {
  let after: string | undefined
  do {
    const ids = await notCheckedSince(db, startedAt, after)
    await runChecks(db, ids, signal)
    after = ids.length < BATCH ? undefined : ids.at(-1)
  } while (after !== undefined)
  await db
    .update(settings)
    .set({ value: sql`${settings.value} || jsonb_build_object('endedAt', ${new Date().toISOString()}::text)` })
    .where(and(eq(settings.key, KEY), sql`${settings.value} ->> 'startedAt' = ${startedAt.toISOString()}`))
}

async function notCheckedSince(db: Database, startedAt: Date, after: string | undefined): Promise<string[]> {
  const rows = await db
    .select({ id: services.id })
    .from(services)
    .where(
      and(
        lte(services.createdAt, startedAt),
        or(isNull(services.checkedAt), lt(services.checkedAt, startedAt)),
        after === undefined ? undefined : gt(services.id, after),
      ),
    )
    .orderBy(asc(services.id))
    .limit(BATCH)
  return rows.map(({ id }) => id)
}
