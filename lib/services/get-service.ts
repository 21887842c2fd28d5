import { eq } from 'drizzle-orm'
import { services } from '#db/schema/index.ts'
import { type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import type { ListedTool } from '#lib/mcp/index.ts'
import { checkHistory, latencySummary, type PastCheck } from './check-history.ts'
import { keptTools } from './kept-tools.ts'
import { describeFacts, PUBLIC_COLUMNS, type ServiceFacts } from './projection.ts'
import { serviceIdSchema } from './schema.ts'

export interface ServiceDetail extends ServiceFacts {
  /** In the service's order, as the last good check listed them. */
  tools: ListedTool[]
  /** The last 50, oldest first. */
  checks: PastCheck[]
  /** Of the normal ones among them, milliseconds. */
  latency: { median: number; p95: number } | null
}

/** Everything about one service that may be shown; of its credential only the kind, and when and by whom it was set. */
export async function getService(ctx: Context, input: { id: string }): Promise<ServiceDetail> {
  requirePermission(ctx, 'services.read')
  const { id } = parseInput(serviceIdSchema, input)
  const [[row], tools, checks] = await Promise.all([
    ctx.db.select(PUBLIC_COLUMNS).from(services).where(eq(services.id, id)),
    keptTools(ctx.db, id),
    checkHistory(ctx.db, id),
  ])
  if (row === undefined) throw notFound('The service')
  return { ...describeFacts(row), tools, checks, latency: latencySummary(checks) }
}
