import { and, desc, eq } from 'drizzle-orm'
import { bindings, gatewayTokens } from '#db/schema/index.ts'
import { type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { shownToPeople, tokenState } from './conditions.ts'
import { gatewayUrl } from './gateway-url.ts'
import { selectTokens, summarize, type TokenSummary } from './projection.ts'
import { type TokenState, tokenIdSchema } from './schema.ts'
import { type TokenTool, toolsOf } from './tools-to-allow.ts'

export interface TokenDetail extends TokenSummary {
  /** Where it is presented; without the token. */
  url: string
  /** All tools of the service, whatever the token lets through. */
  tools: TokenTool[]
  /** Allowed ones that the service does not list any more. */
  missingTools: string[]
  /** The tokens made in place of this one, newest first. */
  replacedBy: { id: string; prefix: string; state: TokenState; createdAt: Date }[]
  /** Whether a binding presents this one now; false for one made by hand, and for one that was replaced. */
  presented: boolean
}

/** Everything about one token that may be shown. Throws `not_found`. */
export async function getToken(ctx: Context, input: { tokenId: string }): Promise<TokenDetail> {
  requirePermission(ctx, 'tokens.read')
  const { tokenId } = parseInput(tokenIdSchema, input)
  const [row] = await selectTokens(ctx.db).where(and(eq(gatewayTokens.id, tokenId), shownToPeople))
  if (row === undefined) throw notFound('The token')
  const token = summarize(row)
  const [tools, replacedBy, presented] = await Promise.all([
    toolsOf(ctx.db, token.service.id),
    ctx.db
      .select({
        id: gatewayTokens.id,
        prefix: gatewayTokens.prefix,
        state: tokenState,
        createdAt: gatewayTokens.createdAt,
      })
      .from(gatewayTokens)
      .where(eq(gatewayTokens.replacesId, tokenId))
      .orderBy(desc(gatewayTokens.createdAt))
      .limit(20),
    ctx.db.$count(bindings, eq(bindings.gatewayTokenId, tokenId)),
  ])
  const listed = new Set(tools.map(({ name }) => name))
  return {
    ...token,
    url: gatewayUrl(token.service.identifier),
    tools,
    missingTools: (token.options.allowedTools ?? []).filter((name) => !listed.has(name)),
    replacedBy,
    presented: presented > 0,
  }
}
