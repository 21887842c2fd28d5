import { and, eq, gt, ilike, inArray, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { gatewayTokens, namespaces, platforms, services } from '#db/schema/index.ts'
import { EXPIRES_SOON_DAYS, type TokenState, type tokenFilterSchema } from './schema.ts'

/** How a token stands, by the database's clock. */
export const tokenState = sql<TokenState>`case
  when ${gatewayTokens.endsAt} <= now() then 'ended'
  when ${gatewayTokens.expiresAt} <= now() then 'expired'
  when ${gatewayTokens.endsAt} is not null then 'ending'
  else 'active' end`

/** Neither ended nor expired: a gateway lets it in. */
export const stillValid = and(
  or(isNull(gatewayTokens.endsAt), gt(gatewayTokens.endsAt, sql`now()`)),
  or(isNull(gatewayTokens.expiresAt), gt(gatewayTokens.expiresAt, sql`now()`)),
)

/** All that people are told of: a verification's token lives for seconds and is nobody's. */
export const shownToPeople = ne(gatewayTokens.purpose, 'verification')

export const neverUsed = isNull(gatewayTokens.lastUsedAt)

export const expiresSoon = sql<boolean>`(${stillValid} and ${gatewayTokens.expiresAt} is not null
  and ${gatewayTokens.expiresAt} < now() + make_interval(days => ${sql.raw(String(EXPIRES_SOON_DAYS))}))`

/** It replaced another an hour ago or longer and has not been used: whoever should present it presents something else. */
export const silentSinceRoll = sql<boolean>`(${and(
  isNotNull(gatewayTokens.replacesId),
  neverUsed,
  stillValid,
)} and ${gatewayTokens.createdAt} < now() - interval '1 hour')`

/** The condition that a filter means, over tokens joined with their service, namespace and platform. */
export function filterCondition(filter: z.output<typeof tokenFilterSchema>): SQL | undefined {
  const { q, serviceId, platformId, namespaceId, purpose, states, olderThanDays } = filter
  return and(
    shownToPeople,
    q === '' ? undefined : searched(q),
    serviceId === undefined ? undefined : eq(gatewayTokens.serviceId, serviceId),
    platformId === undefined ? undefined : eq(namespaces.platformId, platformId),
    namespaceId === undefined ? undefined : eq(gatewayTokens.namespaceId, namespaceId),
    purpose === undefined ? undefined : eq(gatewayTokens.purpose, purpose),
    states.length === 0 ? undefined : inArray(tokenState, states),
    filter.neverUsed ? neverUsed : undefined,
    filter.expiresSoon ? expiresSoon : undefined,
    filter.silentSinceRoll ? silentSinceRoll : undefined,
    olderThanDays === undefined
      ? undefined
      : sql`${gatewayTokens.createdAt} < now() - make_interval(days => ${olderThanDays})`,
  )
}

function searched(text: string): SQL | undefined {
  const pattern = `%${text.normalize('NFC').replaceAll(/[\\%_]/g, '\\$&')}%`
  return or(
    ilike(gatewayTokens.prefix, pattern),
    ilike(gatewayTokens.name, pattern),
    ilike(services.name, pattern),
    ilike(services.identifier, pattern),
    ilike(namespaces.name, pattern),
    ilike(platforms.name, pattern),
  )
}

export function countOf(condition: SQL | undefined) {
  return sql<number>`count(*) filter (where ${condition})`.mapWith(Number)
}
