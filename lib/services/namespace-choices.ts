import { asc, count, eq } from 'drizzle-orm'
import { bindings, namespaces, platforms } from '#db/schema/index.ts'
import { type Context, requirePermission } from '#lib/core/index.ts'

export interface NamespaceChoice {
  id: string
  name: string
  platformName: string
  /** How many services are bound there. */
  services: number
}

/** The namespaces that hold at least one service, for filtering by them. */
export async function namespaceChoices(ctx: Context): Promise<NamespaceChoice[]> {
  requirePermission(ctx, 'services.read')
  return ctx.db
    .select({ id: namespaces.id, name: namespaces.name, platformName: platforms.name, services: count() })
    .from(bindings)
    .innerJoin(namespaces, eq(namespaces.id, bindings.namespaceId))
    .innerJoin(platforms, eq(platforms.id, namespaces.platformId))
    .groupBy(namespaces.id, platforms.name)
    .orderBy(asc(platforms.name), asc(namespaces.name))
}
