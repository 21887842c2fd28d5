import { and, asc, count, eq, isNotNull } from 'drizzle-orm'
import { registryServers, services } from '#db/schema/index.ts'
import { type Context, requirePermission } from '#lib/core/index.ts'
import { registryAddress } from './address.ts'

/** The newest version that the cache knows of a server; null when it does not know it, or another registry is set by now. */
export async function latestVersion(
  ctx: Context,
  { registry, name }: { registry: string; name: string },
): Promise<string | null> {
  requirePermission(ctx, 'services.read')
  if (registry !== registryAddress()) return null
  const [row] = await ctx.db
    .select({ version: registryServers.version })
    .from(registryServers)
    .where(and(eq(registryServers.registry, registry), eq(registryServers.name, name)))
  return row?.version ?? null
}

/** A service that the registry warns of. */
export interface WarnedService {
  id: string
  name: string
  warning: 'deprecated' | 'deleted' | 'moved'
  text: string | null
  since: Date | null
}

/** Services that their registry warns of, the longest warned first, and how many there are in all. */
export async function warnedServices(
  ctx: Context,
  { limit }: { limit: number },
): Promise<{ services: WarnedService[]; count: number }> {
  requirePermission(ctx, 'services.read')
  const { id, name, registryWarning: warning, registryWarningText: text, registryWarningSince: since } = services
  const [rows, [all]] = await Promise.all([
    ctx.db
      .select({ id, name, warning, text, since })
      .from(services)
      .where(isNotNull(warning))
      .orderBy(asc(since), asc(id))
      .limit(limit),
    ctx.db.select({ number: count() }).from(services).where(isNotNull(warning)),
  ])
  return {
    services: rows.flatMap(({ warning: kind, ...row }) => (kind === null ? [] : [{ ...row, warning: kind }])),
    count: all?.number ?? 0,
  }
}
