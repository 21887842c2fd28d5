import { asc, count, eq, inArray } from 'drizzle-orm'
import { bindings, gatewayTokens, namespaces, platforms, services } from '#db/schema/index.ts'
import { type Context, requirePermission } from '#lib/core/index.ts'
import { gatewayUrl } from '#lib/tokens/index.ts'
import { UNKNOWN_FINGERPRINT } from './plan/desired.ts'
import type { BindingSummary, BindingView } from './views.ts'

/** Where a service is bound, by platform and namespace. */
export async function bindingsOfService(ctx: Context, serviceId: string): Promise<BindingView[]> {
  requirePermission(ctx, 'syncs.read')
  const rows = await ctx.db
    .select({
      ...{ binding: bindings, namespace: namespaces, platform: platforms, service: services },
      tokenPrefix: gatewayTokens.prefix,
    })
    .from(bindings)
    .innerJoin(namespaces, eq(namespaces.id, bindings.namespaceId))
    .innerJoin(platforms, eq(platforms.id, namespaces.platformId))
    .innerJoin(services, eq(services.id, bindings.serviceId))
    .leftJoin(gatewayTokens, eq(gatewayTokens.id, bindings.gatewayTokenId))
    .where(eq(bindings.serviceId, serviceId))
    .orderBy(asc(platforms.name), asc(namespaces.name))
  return rows.map(({ binding, namespace, platform, service, tokenPrefix }) => ({
    id: binding.id,
    serviceId: binding.serviceId,
    namespaceId: namespace.id,
    namespaceName: namespace.name,
    platformId: platform.id,
    platformName: platform.name,
    origin: binding.origin,
    state: binding.state,
    stateCode: binding.stateCode,
    stateMessage: binding.stateMessage,
    tokenMode: binding.tokenMode,
    tokenPrefix,
    tokenSetAt: binding.tokenSetAt?.toISOString() ?? null,
    tokenSetBy: binding.tokenSetBy,
    shownName: binding.shownName,
    tools: binding.seenTools ?? [],
    appliedAt: binding.appliedAt?.toISOString() ?? null,
    seenAt: binding.seenAt?.toISOString() ?? null,
    pending: pendingFields(binding, service),
  }))
}

/** How the bindings of services stand, by service; services without any are absent. */
export async function bindingSummaryByService(
  ctx: Context,
  serviceIds: string[],
): Promise<Map<string, BindingSummary>> {
  requirePermission(ctx, 'syncs.read')
  const summaries = new Map<string, BindingSummary>()
  if (serviceIds.length === 0) return summaries
  const rows = await ctx.db
    .select({ id: bindings.serviceId, state: bindings.state, count: count() })
    .from(bindings)
    .where(inArray(bindings.serviceId, serviceIds))
    .groupBy(bindings.serviceId, bindings.state)
  for (const row of rows) {
    const summary = summaries.get(row.id) ?? { in_sync: 0, failed: 0, unknown: 0 }
    summary[row.state] = row.count
    summaries.set(row.id, summary)
  }
  return summaries
}

/** What of a service is other now than when it was applied. */
function pendingFields(
  { appliedShown: shown, applied, shownName, tokenMode }: typeof bindings.$inferSelect,
  service: typeof services.$inferSelect,
): string[] {
  if (shown === null) return []
  const differs = {
    URL: shown.url !== (tokenMode === 'generated' ? gatewayUrl(service.identifier) : service.url),
    token: applied?.headers === UNKNOWN_FINGERPRINT,
    name: shown.name !== (shownName ?? service.name),
    icon: shown.iconEmoji !== service.iconEmoji || shown.iconColor !== service.iconColor,
    timeouts:
      shown.timeoutSeconds !== service.timeoutSeconds || shown.sseReadTimeoutSeconds !== service.sseReadTimeoutSeconds,
  }
  return Object.entries(differs).flatMap(([field, other]) => (other ? [field] : []))
}
