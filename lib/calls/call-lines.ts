import { eq } from 'drizzle-orm'
import { gatewayCalls, gatewayTokens, namespaces, platforms, services } from '#db/schema/index.ts'
import type { Context } from '#lib/core/index.ts'

/** A line of the access log with the names that are still known. */
export type CallLineRow = Awaited<ReturnType<typeof selectLines>>[number]

/** Lines with the names of what they are about; what is gone has none. */
export function selectLines({ db }: Context) {
  return db
    .select({
      id: gatewayCalls.id,
      at: gatewayCalls.at,
      method: gatewayCalls.method,
      tool: gatewayCalls.tool,
      callerEra: gatewayCalls.callerEra,
      serviceEra: gatewayCalls.serviceEra,
      verdict: gatewayCalls.verdict,
      code: gatewayCalls.code,
      ms: gatewayCalls.ms,
      bytesIn: gatewayCalls.bytesIn,
      bytesOut: gatewayCalls.bytesOut,
      service: services.name,
      tokenId: gatewayTokens.id,
      tokenPrefix: gatewayTokens.prefix,
      tokenName: gatewayTokens.name,
      namespace: namespaces.name,
      platform: platforms.name,
    })
    .from(gatewayCalls)
    .leftJoin(services, eq(services.id, gatewayCalls.serviceId))
    .leftJoin(gatewayTokens, eq(gatewayTokens.id, gatewayCalls.tokenId))
    .leftJoin(namespaces, eq(namespaces.id, gatewayCalls.namespaceId))
    .leftJoin(platforms, eq(platforms.id, namespaces.platformId))
    .$dynamic()
}
