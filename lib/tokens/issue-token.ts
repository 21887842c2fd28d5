import type { Database } from '#db/client.ts'
import { gatewayTokens } from '#db/schema/index.ts'
import { seal } from '#lib/core/index.ts'
import type { TokenOptions } from './schema.ts'
import { hashToken, makeToken, tokenPrefix } from './token-text.ts'

/** What a fresh token is for. */
export interface NewToken {
  serviceId: string
  /** The namespace whose binding will present it; null for another use. */
  namespaceId: string | null
  purpose: 'binding' | 'manual' | 'verification'
  name: string
  options: TokenOptions
  expiresAt?: Date | null
  /** The token that it stands beside until that one ends. */
  replacesId?: string
  createdBy: string
}

/** A token that was just made: the only moment at which its text is at hand. */
export interface IssuedToken {
  id: string
  token: string
  prefix: string
}

/**
 * Makes a token within the caller's transaction; it opens the service once that has committed. Only a binding's token is kept
 * sealed, because its platform must be given it again; of the others nothing but the hash stays.
 */
export async function issueToken(tx: Database, { options, ...wanted }: NewToken): Promise<IssuedToken> {
  const token = makeToken()
  const prefix = tokenPrefix(token)
  const sealed = wanted.purpose === 'binding' ? await seal(token, 'gateway.token') : null
  const [row] = await tx
    .insert(gatewayTokens)
    .values({ ...wanted, ...options, hash: hashToken(token), prefix, sealed })
    .returning({ id: gatewayTokens.id })
  if (row === undefined) throw new Error('the inserted token was not returned')
  return { id: row.id, token, prefix }
}
