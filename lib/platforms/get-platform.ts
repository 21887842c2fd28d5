import { eq } from 'drizzle-orm'
import { platforms } from '#db/schema/index.ts'
import { type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import type { ReleaseCapabilities } from './connector.ts'
import { connectorFor } from './connector-for.ts'
import { type PlatformSummary, withCounts } from './list-platforms.ts'
import { describePlatform, PUBLIC_COLUMNS } from './projection.ts'
import { platformIdSchema } from './schema.ts'

export interface PlatformDetail extends PlatformSummary {
  /** What its release can and cannot do; null until it was reached once. */
  capabilities: ReleaseCapabilities | null
}

/** One platform. Throws `not_found`. */
export async function getPlatform(ctx: Context, input: { id: string }): Promise<PlatformDetail> {
  requirePermission(ctx, 'platforms.read')
  const { id } = parseInput(platformIdSchema, input)
  const [row] = await ctx.db.select(PUBLIC_COLUMNS).from(platforms).where(eq(platforms.id, id))
  if (row === undefined) throw notFound('The platform')
  const [summary] = await withCounts(ctx, [describePlatform(row)])
  if (summary === undefined) throw new Error('a platform came without its counts')
  const { kind, release } = summary
  return { ...summary, capabilities: release === null ? null : connectorFor(kind).capabilities(release) }
}
