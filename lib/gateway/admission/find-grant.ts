import { createHash, timingSafeEqual } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { gatewayTokens, services } from '#db/schema/index.ts'
import type { Transport } from '#lib/mcp/index.ts'
import type { Grant, GrantedService } from '../grant.ts'

/** What the database says of a token: its grant, and what ends it first. */
export interface FoundGrant {
  grant: Grant
  /** Whether the moment `grant.endsAt` is its expiry, as distinct from somebody's revoking or replacing it. */
  endsByExpiry: boolean
}

/** Looks a token up by its hash, its service with it: one query. Undefined when there is none. */
export async function findGrant(db: Database, hash: string): Promise<FoundGrant | undefined> {
  const [row] = await db
    .select({
      token: {
        id: gatewayTokens.id,
        hash: gatewayTokens.hash,
        namespaceId: gatewayTokens.namespaceId,
        allowedTools: gatewayTokens.allowedTools,
        toolPrefix: gatewayTokens.toolPrefix,
        callsPerMinute: gatewayTokens.callsPerMinute,
        expiresAt: gatewayTokens.expiresAt,
        endsAt: gatewayTokens.endsAt,
        // By the clock of the database, which every gateway shares; `least` passes over nulls.
        leftMs: sql<
          number | null
        >`(extract(epoch from least(${gatewayTokens.expiresAt}, ${gatewayTokens.endsAt}) - clock_timestamp()) * 1000)::float8`,
      },
      service: {
        id: services.id,
        identifier: services.identifier,
        name: services.name,
        url: services.url,
        transport: services.transport,
        seenTransport: services.seenTransport,
        eras: services.eras,
        protocolVersion: services.protocolVersion,
        timeoutSeconds: services.timeoutSeconds,
        sseReadTimeoutSeconds: services.sseReadTimeoutSeconds,
        credential: services.credential,
      },
    })
    .from(gatewayTokens)
    .innerJoin(services, eq(services.id, gatewayTokens.serviceId))
    .where(eq(gatewayTokens.hash, hash))
  if (row === undefined || !timingSafeEqual(Buffer.from(row.token.hash), Buffer.from(hash))) return undefined
  const { token, service } = row
  const expiry = token.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY
  const end = token.endsAt?.getTime() ?? Number.POSITIVE_INFINITY
  return {
    endsByExpiry: expiry < end,
    grant: {
      tokenId: token.id,
      namespaceId: token.namespaceId,
      service: grantedService(service),
      policy: {
        allowed: token.allowedTools === null ? null : new Set(token.allowedTools),
        prefix: token.toolPrefix ?? '',
      },
      callsPerMinute: token.callsPerMinute,
      endsAt: token.leftMs === null ? null : Date.now() + token.leftMs,
    },
  }
}

interface ServiceColumns {
  id: string
  identifier: string
  name: string
  url: string
  transport: 'auto' | Transport
  seenTransport: Transport | null
  eras: ('legacy' | 'modern')[]
  protocolVersion: string | null
  timeoutSeconds: number
  sseReadTimeoutSeconds: number
  credential: string | null
}

function grantedService({ transport, seenTransport, credential, ...service }: ServiceColumns): GrantedService {
  const chosen = transport === 'auto' ? (seenTransport ?? likelyTransport(service.url)) : transport
  return {
    ...service,
    transport: chosen,
    sealedCredential: credential,
    version: createHash('sha256')
      .update(JSON.stringify([service, chosen, credential]))
      .digest('base64url'),
  }
}

/** Before any check: by what the paths of old servers end in. */
function likelyTransport(url: string): Transport {
  return new URL(url).pathname.endsWith('/sse') ? 'sse' : 'streamable_http'
}
