import { and, count, gte, type SQL, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { gatewayCalls } from '#db/schema/index.ts'
import { answered, isError, isToolCall, linesOf } from './conditions.ts'
import { type CallFigure, type Figures, NOTHING } from './figures.ts'
import type { CallsOf } from './schema.ts'

/** Counts the lines since a moment, in bars of so many seconds; exact, in one pass. */
export async function figuresOfLines(db: Database, of: CallsOf, since: Date, seconds: number): Promise<Figures> {
  const where = and(linesOf(of), gte(gatewayCalls.at, since))
  const [rows, [others]] = await Promise.all([
    figureRows(db, and(where, isToolCall), seconds),
    db
      .select({ number: count() })
      .from(gatewayCalls)
      .where(and(where, sql`not (${isToolCall})`)),
  ])
  const told = <Key>(by: Row['by'], keyOf: (row: Row) => Key) =>
    new Map(rows.filter((row) => row.by === by).map((row) => [keyOf(row), figureOf(row)]))
  return {
    total: told('all', () => '').get('') ?? NOTHING,
    byBar: told('bar', ({ bar }) => bar),
    byTool: told('tool', ({ tool }) => tool ?? ''),
    byNamespace: told('namespace', ({ namespaceId }) => namespaceId ?? ''),
    otherRequests: others?.number ?? 0,
  }
}

type Row = Awaited<ReturnType<typeof figureRows>>[number]

async function figureRows(db: Database, where: SQL | undefined, seconds: number) {
  // The number stands in the text, since a grouped expression must be the same in both places.
  const bar = sql<number>`floor(extract(epoch from ${gatewayCalls.at}) / ${sql.raw(String(seconds))})`
  const { tool, namespaceId, ms } = gatewayCalls
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
      times: sql<
        [number, number] | null
      >`percentile_cont(array[0.5, 0.95]) within group (order by ${ms}) filter (where ${answered})`,
    })
    .from(gatewayCalls)
    .where(where)
    .groupBy(sql`grouping sets ((${bar}), (${tool}), (${namespaceId}), ())`)
}

function figureOf({ calls, errors, toolErrors, times }: Row): CallFigure {
  const [p50, p95] = times?.map(Math.round) ?? []
  return { calls, errors, toolErrors, p50: p50 ?? null, p95: p95 ?? null }
}
