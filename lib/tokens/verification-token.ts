import { eq } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { gatewayTokens } from '#db/schema/index.ts'
import { announceGatewayChange } from './announce.ts'
import { issueToken } from './issue-token.ts'
import type { TokenOptions } from './schema.ts'

/** Longer than any verification takes; it is only the net below the deletion. */
const LIFE_MS = 2 * 60_000

/**
 * Runs `use` with a token that lives for that long only, so that a verification can go through the gateway as its platform will.
 * Not within a transaction: the gateway must see it. Whatever `use` does, the token is deleted afterwards.
 */
export async function withVerificationToken<T>(
  db: Database,
  wanted: { serviceId: string; options: TokenOptions; createdBy: string },
  use: (token: string) => Promise<T>,
): Promise<T> {
  const { id, token } = await issueToken(db, {
    ...wanted,
    namespaceId: null,
    purpose: 'verification',
    name: 'Verification',
    expiresAt: new Date(Date.now() + LIFE_MS),
  })
  try {
    return await use(token)
  } finally {
    await db.delete(gatewayTokens).where(eq(gatewayTokens.id, id))
    await announceGatewayChange(db)
  }
}
