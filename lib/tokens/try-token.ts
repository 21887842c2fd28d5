import { and, eq } from 'drizzle-orm'
import { gatewayTokens } from '#db/schema/index.ts'
import { actorLabel, type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { checkService } from '#lib/mcp/index.ts'
import { shownToPeople } from './conditions.ts'
import { gatewayUrl } from './gateway-url.ts'
import { selectTokens, summarize } from './projection.ts'
import { tokenIdSchema } from './schema.ts'
import { withVerificationToken } from './verification-token.ts'

const DEADLINE_MS = 15_000

/** What the gateway answered to somebody with a token like this one. */
export interface TokenTrial {
  works: boolean
  /** The fact, and what can be done about it where it does not work. */
  message: string
  next?: string
  tools: number
  ms: number
}

/**
 * Calls the service through the gateway as the holder of this token will, to the whole list of tools. It presents a token of its own with
 * the same options, so that the first call seen of the real one is its holder's.
 */
export async function tryToken(ctx: Context, input: { tokenId: string }): Promise<TokenTrial> {
  requirePermission(ctx, 'tokens.write')
  const { tokenId } = parseInput(tokenIdSchema, input)
  const [row] = await selectTokens(ctx.db).where(and(eq(gatewayTokens.id, tokenId), shownToPeople))
  if (row === undefined) throw notFound('The token')
  const { service, options } = summarize(row)
  const report = await withVerificationToken(
    ctx.db,
    { serviceId: service.id, options, createdBy: actorLabel(ctx.actor) },
    (token) =>
      checkService(
        {
          url: gatewayUrl(service.identifier),
          transport: 'streamable_http',
          headers: { authorization: `Bearer ${token}` },
          deadlineMs: DEADLINE_MS,
        },
        { remember: false },
      ),
  )
  const { status, message, next, tools, ms } = report
  return { works: status === 'normal', message, ...(next !== undefined && { next }), tools: tools.length, ms }
}
