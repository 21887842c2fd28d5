import { and, asc, eq, sql } from 'drizzle-orm'
import { services } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { DRAFT_LIMITS } from '#lib/sync/schema.ts'
import { filterCondition } from './filter.ts'
import { type ServiceFilter, serviceFilterSchema } from './schema.ts'

/**
 * The ids of the *normal* services that match, by name, for «select all that match»: at most as many as one synchronization takes
 * (500), and `more` says whether that cut any off.
 */
export async function serviceIdsMatching(
  ctx: Context,
  input: ServiceFilter,
): Promise<{ ids: string[]; more: boolean }> {
  requirePermission(ctx, 'services.read')
  const filter = parseInput(serviceFilterSchema, input)
  const rows = await ctx.db
    .select({ id: services.id })
    .from(services)
    .where(and(filterCondition(ctx.db, filter), eq(services.status, 'normal')))
    .orderBy(sql`lower(${services.name})`, asc(services.id))
    .limit(DRAFT_LIMITS.services + 1)
  return { ids: rows.slice(0, DRAFT_LIMITS.services).map(({ id }) => id), more: rows.length > DRAFT_LIMITS.services }
}
