import { eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Database } from '#db/client.ts'
import { gatewayTokens, namespaces, platforms, services } from '#db/schema/index.ts'
import { expiresSoon, silentSinceRoll, tokenState } from './conditions.ts'
import type { TokenOptions, TokenState } from './schema.ts'

/** A token as tables show it; nothing in it opens anything. */
export interface TokenSummary {
  id: string
  /** Its first characters. */
  prefix: string
  /** What it was called when it was made: for one made by hand, its use. */
  name: string
  /** Presented by a binding's platform, or made by hand. */
  purpose: 'binding' | 'manual'
  service: { id: string; name: string; identifier: string; iconEmoji: string; iconColor: string }
  /** Where it is presented; null for one made by hand. */
  namespace: { id: string; name: string; platformId: string; platformName: string } | null
  options: TokenOptions
  state: TokenState
  expiresAt: Date | null
  expiresSoon: boolean
  /** End of its grace time, or when it ended. */
  endsAt: Date | null
  endedBecause: 'revoked' | 'replaced' | 'unbound' | null
  endedBy: string | null
  createdBy: string
  createdAt: Date
  /** Known some seconds late. */
  lastUsedAt: Date | null
  calls: number
  /** It replaced another and has not been used in the hour since. */
  silentSinceRoll: boolean
  /** The token that this one was made in place of, while that is kept. */
  replaces: { id: string; prefix: string; endsAt: Date | null } | null
}

const replaced = alias(gatewayTokens, 'replaced')

/** The joined columns of a token that may be shown: neither hash nor what is sealed. */
export function selectTokens(db: Database) {
  return db
    .select({
      id: gatewayTokens.id,
      prefix: gatewayTokens.prefix,
      name: gatewayTokens.name,
      purpose: gatewayTokens.purpose,
      allowedTools: gatewayTokens.allowedTools,
      toolPrefix: gatewayTokens.toolPrefix,
      callsPerMinute: gatewayTokens.callsPerMinute,
      state: tokenState,
      expiresAt: gatewayTokens.expiresAt,
      expiresSoon,
      endsAt: gatewayTokens.endsAt,
      endedBecause: gatewayTokens.endedBecause,
      endedBy: gatewayTokens.endedBy,
      createdBy: gatewayTokens.createdBy,
      createdAt: gatewayTokens.createdAt,
      lastUsedAt: gatewayTokens.lastUsedAt,
      calls: gatewayTokens.calls,
      silentSinceRoll,
      service: {
        id: services.id,
        name: services.name,
        identifier: services.identifier,
        iconEmoji: services.iconEmoji,
        iconColor: services.iconColor,
      },
      namespace: { id: namespaces.id, name: namespaces.name },
      platform: { id: platforms.id, name: platforms.name },
      replaces: { id: replaced.id, prefix: replaced.prefix, endsAt: replaced.endsAt },
    })
    .from(gatewayTokens)
    .innerJoin(services, eq(services.id, gatewayTokens.serviceId))
    .leftJoin(namespaces, eq(namespaces.id, gatewayTokens.namespaceId))
    .leftJoin(platforms, eq(platforms.id, namespaces.platformId))
    .leftJoin(replaced, eq(replaced.id, gatewayTokens.replacesId))
    .$dynamic()
}

type JoinedRow = Awaited<ReturnType<typeof selectTokens>>[number]

export function summarize({ allowedTools, toolPrefix, callsPerMinute, ...row }: JoinedRow): TokenSummary {
  const { purpose, namespace, platform, ...rest } = row
  return {
    ...rest,
    purpose: purpose === 'manual' ? 'manual' : 'binding',
    options: { allowedTools, toolPrefix, callsPerMinute },
    namespace:
      namespace === null || platform === null
        ? null
        : { ...namespace, platformId: platform.id, platformName: platform.name },
  }
}

/** What audit events and confirmations call a token: «Weather → Research», «Weather → nightly report». */
export function tokenLabel(token: {
  service: { name: string }
  namespace: { name: string } | null
  name: string
}): string {
  return `${token.service.name} → ${token.namespace?.name ?? token.name}`
}
