import { inArray } from 'drizzle-orm'
import type { z } from 'zod'
import { namespaces } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { type CallFigure, NOTHING } from './figures.ts'
import { figuresOfDays } from './figures-of-days.ts'
import { figuresOfLines } from './figures-of-lines.ts'
import { type CallSpan, callFiguresSchema } from './schema.ts'

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

const SPANS: Record<CallSpan, { bars: number; seconds: number; read: typeof figuresOfLines }> = {
  '24h': { bars: 48, seconds: 30 * 60, read: figuresOfLines },
  '30d': { bars: 30, seconds: 24 * 60 * 60, read: figuresOfDays },
}
const MOST_ROWS = 20

/** How often a service's tools were called through the gateway, how it went and how long it took. Bars are cut in UTC. */
export async function callFigures(
  ctx: Context,
  input: z.input<typeof callFiguresSchema>,
  now = new Date(),
): Promise<CallFigures> {
  requirePermission(ctx, 'tokens.read')
  const { of, span } = parseInput(callFiguresSchema, input)
  const { bars, seconds, read } = SPANS[span]
  const last = Math.floor(now.getTime() / 1000 / seconds)
  const first = last - bars + 1
  const { total, byBar, byTool, byNamespace, otherRequests } = await read(
    ctx.db,
    of,
    new Date(first * seconds * 1000),
    seconds,
  )
  return {
    span,
    total,
    bars: Array.from({ length: bars }, (_, index) => ({
      from: new Date((first + index) * seconds * 1000),
      ...(byBar.get(first + index) ?? NOTHING),
    })),
    byTool: most(byTool).map(([tool, figure]) => ({ tool, ...figure })),
    byNamespace: await named(ctx, most(byNamespace)),
    otherRequests,
  }
}

function most(figures: Map<string, CallFigure>): [string, CallFigure][] {
  return [...figures].toSorted(([, one], [, other]) => other.calls - one.calls).slice(0, MOST_ROWS)
}

async function named({ db }: Context, rows: [string, CallFigure][]): Promise<CallFigures['byNamespace']> {
  const ids = rows.map(([id]) => id).filter((id) => id !== '')
  const found = await db
    .select({ id: namespaces.id, name: namespaces.name })
    .from(namespaces)
    .where(inArray(namespaces.id, ids))
  const names = new Map(found.map(({ id, name }) => [id, name]))
  return rows.map(([id, figure]) => ({ namespaceId: id === '' ? null : id, name: names.get(id) ?? null, ...figure }))
}
