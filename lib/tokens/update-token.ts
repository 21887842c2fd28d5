import { eq, sql } from 'drizzle-orm'
import { gatewayTokens } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { type Context, conflict, invalidInput, parseInput, requirePermission } from '#lib/core/index.ts'
import { announceGatewayChange } from './announce.ts'
import { tokenChanges } from './changes.ts'
import { lockedToken } from './locked-token.ts'
import { tokenLabel } from './projection.ts'
import { type UpdateTokenInput, updateTokenSchema } from './schema.ts'

/**
 * Sets a token's options and expiry, and of one made by hand its name; calls go by it within a second. A platform that presents it
 * keeps the tools it has listed until it is synchronized again; a prefix would leave it calling names that are no more, so a
 * binding's is set by a synchronization alone. An ended token stays as it is (`token_ended`); an expired one can be given a
 * later expiry, and is valid again.
 */
export async function updateToken(ctx: Context, input: UpdateTokenInput): Promise<{ changed: boolean }> {
  requirePermission(ctx, 'tokens.write')
  const { tokenId, name: wantedName, options, expiresAt } = parseInput(updateTokenSchema, input)
  return ctx.db.transaction(async (tx) => {
    const token = await lockedToken(tx, tokenId)
    if (token.state === 'ended')
      throw conflict('token_ended', 'This token has ended and can’t be changed.', { next: 'Make a new one.' })
    const name = wantedName ?? token.name
    if (token.purpose === 'binding') {
      if (name !== token.name) throw invalidInput({ name: 'A binding’s token is named after its place.' })
      if (options.toolPrefix !== token.options.toolPrefix)
        throw invalidInput({
          'options.toolPrefix': `Set it in a synchronization: ${token.namespace?.platformName ?? 'its platform'} has to learn the new names.`,
        })
    }
    if (expiresAt !== null && expiresAt.getTime() !== token.expiresAt?.getTime() && expiresAt.getTime() <= Date.now())
      throw invalidInput({ expiresAt: 'Lies in the past. To end the token now, revoke it.' })
    const changes = tokenChanges(token, { name, options, expiresAt })
    if (Object.keys(changes).length === 0) return { changed: false }
    await tx
      .update(gatewayTokens)
      .set({ name, ...options, expiresAt, updatedAt: sql`clock_timestamp()` })
      .where(eq(gatewayTokens.id, tokenId))
    await announceGatewayChange(tx)
    await recordAudit(tx, ctx.actor, {
      action: 'token.update',
      targetKind: 'token',
      targetId: tokenId,
      targetLabel: tokenLabel({ ...token, name }),
      changes,
    })
    return { changed: true }
  })
}
