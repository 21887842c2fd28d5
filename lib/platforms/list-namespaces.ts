import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  ilike,
  isNotNull,
  isNull,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { bindings, namespaces, platforms } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { type ListNamespacesInput, listNamespacesSchema } from './schema.ts'

/** A namespace as tables show it. */
export interface NamespaceRow {
  id: string
  platformId: string
  platformName: string
  remoteId: string
  name: string
  available: boolean
  /** Why it cannot be used, as a sentence. */
  unavailableReason: string | null
  /** MCP providers that were there at `countedAt`, ours and others; null before the first count. */
  providerCount: number | null
  countedAt: Date | null
  seenAt: Date
  /** Since when the platform does not list it any more. */
  vanishedAt: Date | null
  /** Our bindings there, those of them that are not in sync, and those of these that failed; the rest of them is unknown. */
  boundServices: number
  boundAmiss: number
  boundFailed: number
}

export interface NamespaceList {
  rows: NamespaceRow[]
  /** The page that was cut: the last one there is when a later one was asked for. */
  page: number
  pageSize: number
  matching: number
}

/** One page of a platform's namespaces, or of all platforms', filtered, sorted and cut by the database. */
export async function listNamespaces(ctx: Context, input: ListNamespacesInput): Promise<NamespaceList> {
  requirePermission(ctx, 'platforms.read')
  const { platformId, q, show, sort, direction, page: wanted, pageSize } = parseInput(listNamespacesSchema, input)
  const bound = ctx.db
    .select({
      namespaceId: bindings.namespaceId,
      number: count().as('number'),
      amiss: sql<number>`count(*) filter (where ${bindings.state} <> 'in_sync')`.as('amiss'),
      failed: sql<number>`count(*) filter (where ${bindings.state} = 'failed')`.as('failed'),
    })
    .from(bindings)
    .groupBy(bindings.namespaceId)
    .as('bound')
  const condition = and(
    platformId === undefined ? undefined : eq(namespaces.platformId, platformId),
    q === '' ? undefined : ilike(namespaces.name, `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`),
    show === 'amiss' ? or(gt(bound.amiss, 0), and(gt(bound.number, 0), gone)) : shown(show),
  )
  const counting = ctx.db
    .select({ number: count() })
    .from(namespaces)
    .leftJoin(bound, eq(bound.namespaceId, namespaces.id))
    .where(condition)
  const matching = (await counting)[0]?.number ?? 0
  const page = Math.min(wanted, Math.max(1, Math.ceil(matching / pageSize)))
  const boundServices = sql<number>`coalesce(${bound.number}, 0)`.mapWith(Number)
  const by: Record<typeof sort, SQL> = {
    name: sql`lower(${namespaces.name})`,
    providers: sql`${namespaces.providerCount}`,
    services: sql`coalesce(${bound.number}, 0)`,
    counted: sql`${namespaces.countedAt}`,
  }
  const first = direction === 'asc' ? sql`${by[sort]} asc nulls last` : sql`${by[sort]} desc nulls last`
  const name = direction === 'desc' && sort === 'name' ? desc(by.name) : asc(by.name)
  const rows = await ctx.db
    .select({
      ...getTableColumns(namespaces),
      platformName: platforms.name,
      boundServices,
      boundAmiss: sql<number>`coalesce(${bound.amiss}, 0)`.mapWith(Number),
      boundFailed: sql<number>`coalesce(${bound.failed}, 0)`.mapWith(Number),
    })
    .from(namespaces)
    .innerJoin(platforms, eq(platforms.id, namespaces.platformId))
    .leftJoin(bound, eq(bound.namespaceId, namespaces.id))
    .where(condition)
    .orderBy(first, name, asc(namespaces.id))
    .limit(pageSize)
    .offset((page - 1) * pageSize)
  return { rows, page, pageSize, matching }
}

/** We cannot work there: it refuses us, or is not listed any more. */
const gone = or(isNotNull(namespaces.vanishedAt), eq(namespaces.available, false))

function shown(show: 'all' | 'available' | 'unavailable' | 'vanished'): SQL | undefined {
  switch (show) {
    case 'all':
      return undefined
    case 'vanished':
      return isNotNull(namespaces.vanishedAt)
    case 'available':
      return and(isNull(namespaces.vanishedAt), eq(namespaces.available, true))
    case 'unavailable':
      return and(isNull(namespaces.vanishedAt), eq(namespaces.available, false))
  }
}
