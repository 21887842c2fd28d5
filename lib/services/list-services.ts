import { asc, count, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { bindings, services } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { filterCondition } from './filter.ts'
import { PUBLIC_COLUMNS, type ServiceSummary, summarize } from './projection.ts'
import { type ListServicesInput, listServicesSchema, type ServiceSort, type ServiceStatus } from './schema.ts'

export interface ServiceList {
  rows: ServiceSummary[]
  /** The page that was cut: the last one there is when a later one was asked for. */
  page: number
  pageSize: number
  /** How many services match the filter, and how many of these are normal and so can be selected. */
  matching: number
  matchingNormal: number
  /** All services by status, whatever the filter. */
  counts: Record<ServiceStatus, number> & { all: number }
}

/** One page of the services that match, sorted and cut by the database. */
export async function listServices(ctx: Context, input: ListServicesInput): Promise<ServiceList> {
  requirePermission(ctx, 'services.read')
  const { sort, direction, pageSize, page: wanted, ...filter } = parseInput(listServicesSchema, input)
  const condition = filterCondition(ctx.db, filter)
  const [counts, [matching]] = await Promise.all([
    serviceCounts(ctx.db),
    ctx.db
      .select({
        all: count(),
        normal: sql<number>`count(*) filter (where ${services.status} = 'normal')`.mapWith(Number),
      })
      .from(services)
      .where(condition),
  ])
  const all = matching?.all ?? 0
  const page = Math.min(wanted, Math.max(1, Math.ceil(all / pageSize)))
  const rows = await ctx.db
    .select(PUBLIC_COLUMNS)
    .from(services)
    .where(condition)
    .orderBy(...order(ctx.db, sort, direction))
    .limit(pageSize)
    .offset((page - 1) * pageSize)
  return { rows: rows.map(summarize), page, pageSize, matching: all, matchingNormal: matching?.normal ?? 0, counts }
}

/** All services by status. */
export async function serviceCounts(db: Database): Promise<ServiceList['counts']> {
  const rows = await db.select({ status: services.status, number: count() }).from(services).groupBy(services.status)
  const by = (status: ServiceStatus) => rows.find((row) => row.status === status)?.number ?? 0
  const counts = { normal: by('normal'), abnormal: by('abnormal'), unchecked: by('unchecked') }
  return { ...counts, all: counts.normal + counts.abnormal + counts.unchecked }
}

/** Worst first is *ascending* for a status. Ties go by name, and then by id, so that pages neither repeat nor lose a row. */
function order(db: Database, sort: ServiceSort, direction: 'asc' | 'desc'): SQL[] {
  const name = sql`lower(${services.name})`
  const by: Record<ServiceSort, SQL> = {
    name,
    status: sql`array_position(array['abnormal', 'unchecked', 'normal'], ${services.status})`,
    tools: sql`${services.toolCount}`,
    transport: sql`coalesce(${services.seenTransport}, ${services.transport})`,
    namespaces: sql`(${db.select({ number: count() }).from(bindings).where(eq(bindings.serviceId, services.id))})`,
    latency: sql`${services.latencyMs}`,
    checked: sql`${services.checkedAt}`,
  }
  const first = direction === 'asc' ? sql`${by[sort]} asc nulls last` : sql`${by[sort]} desc nulls last`
  return [first, direction === 'desc' && sort === 'name' ? desc(name) : asc(name), asc(services.id)]
}
