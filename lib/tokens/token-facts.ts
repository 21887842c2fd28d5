import { and, inArray } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { gatewayTokens } from '#db/schema/index.ts'
import { unseal } from '#lib/core/index.ts'
import { stillValid } from './conditions.ts'
import type { TokenOptions } from './schema.ts'

/** What may be known of a token without opening it. */
export interface TokenFacts {
  prefix: string
  options: TokenOptions
  expiresAt: Date | null
  /** Not valid from then on; null while nobody has ended it. */
  endsAt: Date | null
}

/** A binding's token as its platform must be given it; null when it is gone, has ended or expired, or was never kept. */
export async function openToken(db: Database, tokenId: string): Promise<string | null> {
  return (await openTokensById(db, [tokenId])).get(tokenId) ?? null
}

/** Options, prefix and ends of tokens, by their id; those that are gone are absent. */
export async function tokenFacts(db: Database, ids: readonly string[]): Promise<Map<string, TokenFacts>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({
      id: gatewayTokens.id,
      prefix: gatewayTokens.prefix,
      allowedTools: gatewayTokens.allowedTools,
      toolPrefix: gatewayTokens.toolPrefix,
      callsPerMinute: gatewayTokens.callsPerMinute,
      expiresAt: gatewayTokens.expiresAt,
      endsAt: gatewayTokens.endsAt,
    })
    .from(gatewayTokens)
    .where(inArray(gatewayTokens.id, [...ids]))
  return new Map(
    rows.map(({ id, prefix, expiresAt, endsAt, ...options }) => [id, { prefix, options, expiresAt, endsAt }]),
  )
}

/** The same for many bindings' tokens at once, by their id; those that `openToken` gives null for are absent. */
export async function openTokensById(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: gatewayTokens.id, sealed: gatewayTokens.sealed })
    .from(gatewayTokens)
    .where(and(inArray(gatewayTokens.id, [...ids]), stillValid))
  const opened = new Map<string, string>()
  for (const { id, sealed } of rows) if (sealed !== null) opened.set(id, await unseal(sealed, 'gateway.token'))
  return opened
}
