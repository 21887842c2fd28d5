import { and, asc, eq, inArray } from 'drizzle-orm'
import { bindings, namespaces, platforms, services } from '#db/schema/index.ts'
import { type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { activeRuns } from './active-runs.ts'
import { platformIdSchema } from './schema.ts'

/** What removing a platform here would mean. */
export interface PlatformRemovalImpact {
  id: string
  name: string
  /** Namespaces that we would forget. */
  namespaces: number
  /** Tools that stay on the platform and go on working, no longer looked after: in all, and the first hundred by name. */
  staying: number
  stayingShown: { serviceName: string; namespaceName: string }[]
  /** Numbers of runs that still work there: removing is refused until they have ended. */
  activeRuns: number[]
}

const SHOWN = 100

/** What stays on the platform and what we would forget. Throws `not_found`. */
export async function platformRemovalImpact(ctx: Context, input: { id: string }): Promise<PlatformRemovalImpact> {
  requirePermission(ctx, 'platforms.write')
  const { id } = parseInput(platformIdSchema, input)
  const [platform] = await ctx.db.select({ name: platforms.name }).from(platforms).where(eq(platforms.id, id))
  if (platform === undefined) throw notFound('The platform')
  const ofPlatform = ctx.db.select({ id: namespaces.id }).from(namespaces).where(eq(namespaces.platformId, id))
  const there = and(inArray(bindings.namespaceId, ofPlatform))
  const stayingShown = await ctx.db
    .select({ serviceName: services.name, namespaceName: namespaces.name })
    .from(bindings)
    .innerJoin(services, eq(services.id, bindings.serviceId))
    .innerJoin(namespaces, eq(namespaces.id, bindings.namespaceId))
    .where(there)
    .orderBy(asc(namespaces.name), asc(services.name))
    .limit(SHOWN)
  return {
    id,
    name: platform.name,
    namespaces: await ctx.db.$count(namespaces, eq(namespaces.platformId, id)),
    staying: await ctx.db.$count(bindings, there),
    stayingShown,
    activeRuns: await activeRuns(ctx.db, id),
  }
}
