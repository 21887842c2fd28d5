import { randomUUID } from 'node:crypto'
import { chunksOf } from '#db/chunks.ts'
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
export async function issueToken(tx: Database, wanted: NewToken): Promise<IssuedToken> {
  const [issued] = await issueTokens(tx, [wanted])
  if (issued === undefined) throw new Error('no token was made')
  return issued
}

/** Several at once, in the order in which they are wanted. */
export async function issueTokens(tx: Database, wanted: readonly NewToken[]): Promise<IssuedToken[]> {
  const issued = wanted.map(() => {
    const token = makeToken()
    return { id: randomUUID(), token, prefix: tokenPrefix(token) }
  })
  const rows = await Promise.all(
    wanted.map(async ({ options, ...rest }, at) => {
      const { id, token, prefix } = issued[at] as IssuedToken
      const sealed = rest.purpose === 'binding' ? await seal(token, 'gateway.token') : null
      return { ...rest, ...options, id, prefix, hash: hashToken(token), sealed }
    }),
  )
  for (const some of chunksOf(rows)) await tx.insert(gatewayTokens).values(some)
  return issued
}
