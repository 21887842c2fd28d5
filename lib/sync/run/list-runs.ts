import { and, count, desc, eq, ilike, or, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { runItems, runs } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { listRunsSchema } from '../schema.ts'
import type { RunRow } from '../views.ts'
import { runRows } from './run-rows.ts'

/** One page of runs, newest first; filtered and cut by the database. */
export async function listRuns(
  ctx: Context,
  input: z.input<typeof listRunsSchema>,
): Promise<{ rows: RunRow[]; total: number }> {
  requirePermission(ctx, 'syncs.read')
  const { search, status, failed, platformId, serviceId, offset, limit } = parseInput(listRunsSchema, input)
  const where = and(
    matching(search),
    status && eq(runs.status, status),
    failed === true ? withTrouble : undefined,
    platformId === undefined ? undefined : eq(runs.platformId, platformId),
    serviceId === undefined
      ? undefined
      : sql`exists (select 1 from ${runItems} where ${runItems.runId} = ${runs.id} and ${runItems.serviceId} = ${serviceId})`,
  )
  const found = await ctx.db.select().from(runs).where(where).orderBy(desc(runs.number)).limit(limit).offset(offset)
  const [total] = await ctx.db.select({ total: count() }).from(runs).where(where)
  return { rows: await runRows(ctx.db, found), total: total?.total ?? 0 }
}

/** The newest runs in which something failed or is unknown, and that no later try has put right. */
export async function runsNeedingAttention(ctx: Context, { limit }: { limit: number }): Promise<RunRow[]> {
  requirePermission(ctx, 'syncs.read')
  const found = await ctx.db
    .select()
    .from(runs)
    .where(and(withTrouble, sql`${runs.endedAt} > now() - interval '30 days'`))
    .orderBy(desc(runs.number))
    .limit(limit)
  return runRows(ctx.db, found)
}

const withTrouble = sql`exists (select 1 from ${runItems} where ${runItems.runId} = ${runs.id} and ${runItems.verdict} in ('failed', 'unknown'))`

function matching(search: string): SQL | undefined {
  const text = search.trim()
  if (text === '') return undefined
  const number = /^#?(\d{1,9})$/.exec(text)?.[1]
  const like = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
  return or(
    ilike(runs.name, like),
    ilike(runs.platformName, like),
    ilike(runs.confirmedBy, like),
    number === undefined ? undefined : eq(runs.number, Number(number)),
  )
}
