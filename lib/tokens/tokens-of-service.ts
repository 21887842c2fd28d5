import { and, count, eq } from 'drizzle-orm'
import { gatewayTokens } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { countOf, shownToPeople, stillValid } from './conditions.ts'
import { order } from './order.ts'
import { selectTokens, summarize, type TokenSummary } from './projection.ts'
import { serviceOfTokensSchema } from './schema.ts'

const SHOWN = 5

/** A service's valid tokens, those used last first: the first five, how many there are, and how many are over. */
export async function tokensOfService(
  ctx: Context,
  input: { serviceId: string },
): Promise<{ rows: TokenSummary[]; valid: number; over: number }> {
  requirePermission(ctx, 'tokens.read')
  const { serviceId } = parseInput(serviceOfTokensSchema, input)
  const ofService = and(eq(gatewayTokens.serviceId, serviceId), shownToPeople)
  const [rows, [counts]] = await Promise.all([
    selectTokens(ctx.db)
      .where(and(ofService, stillValid))
      .orderBy(...order('lastUsed', 'desc'))
      .limit(SHOWN),
    ctx.db
      .select({ all: count(), valid: countOf(stillValid) })
      .from(gatewayTokens)
      .where(ofService),
  ])
  const { all, valid } = counts ?? { all: 0, valid: 0 }
  return { rows: rows.map(summarize), valid, over: all - valid }
}
