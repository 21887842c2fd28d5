import { asc, inArray, sql } from 'drizzle-orm'
import { services } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { type ServiceStatus, serviceIdsSchema } from './schema.ts'

export interface SelectionSummary {
  /** Those that still can be synchronized, by name. */
  normal: string[]
  /** Those that were selected when they were normal and are not any more. */
  notNormal: { id: string; name: string; status: ServiceStatus }[]
  /** How many no longer exist. */
  gone: number
}

/** What has become of a selection that a browser kept. */
export async function selectionSummary(ctx: Context, input: { ids: string[] }): Promise<SelectionSummary> {
  requirePermission(ctx, 'services.read')
  const ids = [...new Set(parseInput(serviceIdsSchema, input).ids)]
  if (ids.length === 0) return { normal: [], notNormal: [], gone: 0 }
  const rows = await ctx.db
    .select({ id: services.id, name: services.name, status: services.status })
    .from(services)
    .where(inArray(services.id, ids))
    .orderBy(sql`lower(${services.name})`, asc(services.id))
  return {
    normal: rows.filter(({ status }) => status === 'normal').map(({ id }) => id),
    notNormal: rows.filter(({ status }) => status !== 'normal'),
    gone: ids.length - rows.length,
  }
}
