import { and, count, gte, inArray, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { gatewayCalls, namespaces } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { answered, isError, isToolCall, linesOf } from './conditions.ts'
import { type CallSpan, callFiguresSchema } from './schema.ts'

/** Calls of one stretch of time, one tool or one namespace. Milliseconds; null where nothing was answered. */
export interface CallFigure {
  calls: number
  errors: number
  toolErrors: number
  p50: number | null
  p95: number | null
}

export interface CallFigures {
  span: CallSpan
  /** Of the whole span. */
  total: CallFigure
  /** Oldest first, empty stretches too. */
  bars: (CallFigure & { from: Date })[]
  /** The twenty most called. */
  byTool: (CallFigure & { tool: string })[]
  /** The twenty that call most; null: tokens made by hand. A namespace that is gone has no name. */
  byNamespace: (CallFigure & { namespaceId: string | null; name: string | null })[]
  /** Handshakes, lists, streams: all that is no call of a tool. */
  otherRequests: number
}

const SPANS: Record<CallSpan, { bars: number; seconds: number }> = {
  '24h': { bars: 48, seconds: 30 * 60 },
  '30d': { bars: 30, seconds: 24 * 60 * 60 },
}
const MOST_ROWS = 20
const NOTHING: CallFigure = { calls: 0, errors: 0, toolErrors: 0, p50: null, p95: null }

/** How often a service's tools were called through the gateway, how it went and how long it took; one pass over the access log. */
export async function callFigures(
  ctx: Context,
  input: z.input<typeof callFiguresSchema>,
  now = new Date(),
): Promise<CallFigures> {
  requirePermission(ctx, 'tokens.read')
  const { of, span } = parseInput(callFiguresSchema, input)
  const { bars, seconds } = SPANS[span]
  const last = Math.floor(now.getTime() / 1000 / seconds)
  const first = last - bars + 1
  const since = new Date(first * seconds * 1000)
  const [rows, [others]] = await Promise.all([
    figureRows(ctx, and(linesOf(of), isToolCall, gte(gatewayCalls.at, since)), seconds),
    ctx.db
      .select({ number: count() })
      .from(gatewayCalls)
      .where(and(linesOf(of), sql`not (${isToolCall})`, gte(gatewayCalls.at, since))),
  ])
  const byBar = new Map(rows.filter(({ by }) => by === 'bar').map((row) => [row.bar, figureOf(row)]))
  const most = (by: Row['by']) =>
    rows
      .filter((row) => row.by === by)
      .toSorted((one, other) => other.calls - one.calls)
      .slice(0, MOST_ROWS)
  return {
    span,
    total: rows.filter(({ by }) => by === 'all').map(figureOf)[0] ?? NOTHING,
    bars: Array.from({ length: bars }, (_, index) => ({
      from: new Date((first + index) * seconds * 1000),
      ...(byBar.get(first + index) ?? NOTHING),
    })),
    byTool: most('tool').map((row) => ({ tool: row.tool ?? '', ...figureOf(row) })),
    byNamespace: await named(ctx, most('namespace')),
    otherRequests: others?.number ?? 0,
  }
}

type Row = Awaited<ReturnType<typeof figureRows>>[number]

/** One pass for all groupings. */
async function figureRows({ db }: Context, where: ReturnType<typeof and>, seconds: number) {
  // The number stands in the text, since a grouped expression must be the same in both places.
  const bar = sql<number>`floor(extract(epoch from ${gatewayCalls.at}) / ${sql.raw(String(seconds))})`
  const { tool, namespaceId, ms } = gatewayCalls
  const percentile = (part: string) =>
    sql<number | null>`percentile_cont(${sql.raw(part)}) within group (order by ${ms}) filter (where ${answered})`
  return db
    .select({
      by: sql<'bar' | 'tool' | 'namespace' | 'all'>`case grouping(${bar}, ${tool}, ${namespaceId})
        when 3 then 'bar' when 5 then 'tool' when 6 then 'namespace' else 'all' end`,
      bar: bar.mapWith(Number),
      tool,
      namespaceId,
      calls: count(),
      errors: sql<number>`count(*) filter (where ${isError})`.mapWith(Number),
      toolErrors: sql<number>`count(*) filter (where ${gatewayCalls.verdict} = 'tool_error')`.mapWith(Number),
      p50: percentile('0.5'),
      p95: percentile('0.95'),
    })
    .from(gatewayCalls)
    .where(where)
    .groupBy(sql`grouping sets ((${bar}), (${tool}), (${namespaceId}), ())`)
}

function figureOf({ calls, errors, toolErrors, p50, p95 }: Row): CallFigure {
  const whole = (ms: number | null) => (ms === null ? null : Math.round(ms))
  return { calls, errors, toolErrors, p50: whole(p50), p95: whole(p95) }
}

async function named({ db }: Context, rows: Row[]): Promise<CallFigures['byNamespace']> {
  const ids = rows.flatMap(({ namespaceId }) => namespaceId ?? [])
  const found =
    ids.length === 0
      ? []
      : await db
          .select({ id: namespaces.id, name: namespaces.name })
          .from(namespaces)
          .where(inArray(namespaces.id, ids))
  const names = new Map(found.map(({ id, name }) => [id, name]))
  return rows.map((row) => ({
    namespaceId: row.namespaceId,
    name: row.namespaceId === null ? null : (names.get(row.namespaceId) ?? null),
    ...figureOf(row),
  }))
}
