import { eq } from 'drizzle-orm'
import { services } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { actorLabel, type Context, invalidInput, parseInput, requirePermission } from '#lib/core/index.ts'
import { tokenChanges } from './changes.ts'
import { gatewayUrl, gatewayUrlWithToken } from './gateway-url.ts'
import { issueToken } from './issue-token.ts'
import { tokenLabel } from './projection.ts'
import { type CreateTokenInput, createTokenSchema } from './schema.ts'

/** A token made by hand, in the one answer that holds its text. */
export interface ShownToken {
  id: string
  /** The whole token. It is kept nowhere: this is the only time that it is to be had. */
  token: string
  prefix: string
  /** Where it is presented. */
  url: string
  /** The same with the token in it, for a client that sends no headers. */
  urlWithToken: string
  name: string
  service: { name: string; identifier: string; iconEmoji: string; iconColor: string }
  expiresAt: Date | null
}

/** Makes a token by hand, for what is no platform of ours: a person's client, a script. */
export async function createToken(ctx: Context, input: CreateTokenInput): Promise<ShownToken> {
  requirePermission(ctx, 'tokens.write')
  const { serviceId, name, options, expiresAt } = parseInput(createTokenSchema, input)
  return ctx.db.transaction(async (tx) => {
    const [service] = await tx
      .select({
        name: services.name,
        identifier: services.identifier,
        iconEmoji: services.iconEmoji,
        iconColor: services.iconColor,
      })
      .from(services)
      .where(eq(services.id, serviceId))
    if (service === undefined) throw invalidInput({ serviceId: 'This service was removed. Choose another.' })
    const issued = await issueToken(tx, {
      ...{ serviceId, namespaceId: null, purpose: 'manual', name, options, expiresAt },
      createdBy: actorLabel(ctx.actor),
    })
    await recordAudit(tx, ctx.actor, {
      action: 'token.create',
      targetKind: 'token',
      targetId: issued.id,
      targetLabel: tokenLabel({ service, namespace: null, name }),
      changes: { prefix: { to: issued.prefix }, ...tokenChanges(undefined, { name, options, expiresAt }) },
    })
    const url = gatewayUrl(service.identifier)
    const urlWithToken = gatewayUrlWithToken(service.identifier, issued.token)
    return { ...issued, url, urlWithToken, name, service, expiresAt }
  })
}
