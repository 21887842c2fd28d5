import { recordAudit } from '#lib/audit/index.ts'
import { actorLabel, type Context, conflict, parseInput, requirePermission } from '#lib/core/index.ts'
import type { ShownToken } from './create-token.ts'
import { endTokens } from './end-tokens.ts'
import { gatewayUrl, gatewayUrlWithToken } from './gateway-url.ts'
import { issueToken } from './issue-token.ts'
import { lockedToken } from './locked-token.ts'
import { tokenLabel } from './projection.ts'
import { type RollTokenInput, rollTokenSchema } from './schema.ts'

/**
 * Makes a new token beside one that was made by hand: same name and options, an expiry as far ahead as the old one's was. The old one
 * ends after the grace time. A binding's token is rolled by a run instead (`token_in_binding`): its platform must be given the new one.
 */
export async function rollToken(ctx: Context, input: RollTokenInput): Promise<ShownToken> {
  requirePermission(ctx, 'tokens.write')
  const { tokenId, graceSeconds } = parseInput(rollTokenSchema, input)
  return ctx.db.transaction(async (tx) => {
    const old = await lockedToken(tx, tokenId)
    if (old.purpose === 'binding')
      throw conflict('token_in_binding', 'A platform presents this token, so it is rolled by a synchronization.')
    if (old.endsAt !== null)
      throw conflict('token_ended', 'This token has ended, or is being replaced already.', { next: 'Make a new one.' })
    const { service, namespace, name, options } = old
    const life = old.expiresAt === null ? null : old.expiresAt.getTime() - old.createdAt.getTime()
    const expiresAt = life === null ? null : new Date(Date.now() + life)
    const by = actorLabel(ctx.actor)
    const issued = await issueToken(tx, {
      ...{ serviceId: service.id, namespaceId: null, purpose: 'manual', name, options, expiresAt },
      ...{ replacesId: old.id, createdBy: by },
    })
    await endTokens(tx, [old.id], { because: 'replaced', by, graceSeconds })
    await recordAudit(tx, ctx.actor, {
      action: 'token.roll',
      targetKind: 'token',
      targetId: issued.id,
      targetLabel: tokenLabel({ service, namespace, name }),
      changes: { prefix: { from: old.prefix, to: issued.prefix }, graceSeconds: { to: graceSeconds } },
    })
    const url = gatewayUrl(service.identifier)
    const urlWithToken = gatewayUrlWithToken(service.identifier, issued.token)
    return { ...issued, url, urlWithToken, name, service, expiresAt }
  })
}
