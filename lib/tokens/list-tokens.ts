import { count, eq, type SQL, sql } from 'drizzle-orm'
import { gatewayTokens, namespaces, platforms, services } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import {
  countOf,
  expiresSoon,
  filterCondition,
  neverUsed,
  shownToPeople,
  silentSinceRoll,
  stillValid,
} from './conditions.ts'
import { order } from './order.ts'
import { selectTokens, summarize, type TokenSummary } from './projection.ts'
import { type ListTokensInput, listTokensSchema } from './schema.ts'

/** How many tokens there are, whatever the filter; all but `over` are valid ones. */
export interface TokenCounts {
  valid: number
  expiresSoon: number
  neverUsed: number
  silentSinceRoll: number
  manual: number
  /** Ended or expired. */
  over: number
  /** Made of all of them. */
  calls: number
}

export interface TokenPage {
  rows: TokenSummary[]
  /** The page that was cut: the last one there is when a later one was asked for. */
  page: number
  pageSize: number
  matching: number
}

export interface TokenList extends TokenPage {
  counts: TokenCounts
}

/** One page of the tokens that match, and how many there are of each kind. */
export async function listTokens(ctx: Context, input: ListTokensInput = {}): Promise<TokenList> {
  requirePermission(ctx, 'tokens.read')
  const [page, counts] = await Promise.all([tokenPage(ctx, input), countTokens(ctx)])
  return { ...page, counts }
}

/** One page of the tokens that match, sorted and cut by the database. */
export async function tokenPage(ctx: Context, input: ListTokensInput): Promise<TokenPage> {
  requirePermission(ctx, 'tokens.read')
  const { sort, direction, pageSize, page: wanted, ...filter } = parseInput(listTokensSchema, input)
  const condition = filterCondition(filter)
  const matching = await countMatching(ctx, condition)
  const page = Math.min(wanted, Math.max(1, Math.ceil(matching / pageSize)))
  const rows = await selectTokens(ctx.db)
    .where(condition)
    .orderBy(...order(sort, direction))
    .limit(pageSize)
    .offset((page - 1) * pageSize)
  return { rows: rows.map(summarize), page, pageSize, matching }
}

async function countTokens({ db }: Context): Promise<TokenCounts> {
  const [row] = await db
    .select({
      all: count(),
      valid: countOf(stillValid),
      expiresSoon: countOf(expiresSoon),
      neverUsed: countOf(sql`${neverUsed} and ${stillValid}`),
      silentSinceRoll: countOf(silentSinceRoll),
      manual: countOf(sql`${eq(gatewayTokens.purpose, 'manual')} and ${stillValid}`),
      calls: sql<number>`coalesce(sum(${gatewayTokens.calls}), 0)`.mapWith(Number),
    })
    .from(gatewayTokens)
    .where(shownToPeople)
  if (row === undefined) throw new Error('counting gave no row')
  const { all, ...counts } = row
  return { ...counts, over: all - counts.valid }
}

async function countMatching({ db }: Context, condition: SQL | undefined): Promise<number> {
  const [row] = await db
    .select({ number: count() })
    .from(gatewayTokens)
    .innerJoin(services, eq(services.id, gatewayTokens.serviceId))
    .leftJoin(namespaces, eq(namespaces.id, gatewayTokens.namespaceId))
    .leftJoin(platforms, eq(platforms.id, namespaces.platformId))
    .where(condition)
  return row?.number ?? 0
}
