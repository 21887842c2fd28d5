import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { bindings, namespaces, platforms, runItems, runs, services } from '#db/schema/index.ts'
import { type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { serviceIdSchema } from './schema.ts'

/** Where a service is bound, by name: what stays on platforms when it is only removed here. */
export interface BoundNamespace {
  namespaceName: string
  platformName: string
}

export interface RemovalImpact {
  name: string
  identifier: string
  namespaces: BoundNamespace[]
  /** Numbers of the runs that are still working on it. */
  activeRuns: number[]
}

/** What removing a service would mean, to be shown before it is confirmed. */
export async function removalImpact(ctx: Context, input: { id: string }): Promise<RemovalImpact> {
  requirePermission(ctx, 'services.read')
  const { id } = parseInput(serviceIdSchema, input)
  const [service] = await ctx.db
    .select({ name: services.name, identifier: services.identifier })
    .from(services)
    .where(eq(services.id, id))
  if (service === undefined) throw notFound('The service')
  const active = await ctx.db
    .selectDistinct({ number: runs.number })
    .from(runItems)
    .innerJoin(runs, eq(runs.id, runItems.runId))
    .where(
      and(
        eq(runItems.serviceId, id),
        inArray(runItems.verdict, ['waiting', 'running']),
        inArray(runs.status, ['queued', 'running']),
      ),
    )
    .orderBy(asc(runs.number))
  return { ...service, namespaces: await boundNamespaces(ctx.db, id), activeRuns: active.map(({ number }) => number) }
}

/** The namespaces a service is bound to, by platform and name. */
export function boundNamespaces(db: Database, serviceId: string): Promise<BoundNamespace[]> {
  return db
    .select({ namespaceName: namespaces.name, platformName: platforms.name })
    .from(bindings)
    .innerJoin(namespaces, eq(namespaces.id, bindings.namespaceId))
    .innerJoin(platforms, eq(platforms.id, namespaces.platformId))
    .where(eq(bindings.serviceId, serviceId))
    .orderBy(asc(platforms.name), asc(namespaces.name))
}
