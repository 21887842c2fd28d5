import { and, inArray } from 'drizzle-orm'
import { gatewayTokens } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { shownToPeople, stillValid } from './conditions.ts'
import { order } from './order.ts'
import { selectTokens, summarize, type TokenSummary } from './projection.ts'
import { tokenIdsSchema } from './schema.ts'

/** The tokens of a selection that are still valid, by service and place: what a roll or a revocation would mean. */
export async function selectedTokens(ctx: Context, input: { tokenIds: string[] }): Promise<TokenSummary[]> {
  requirePermission(ctx, 'tokens.read')
  const { tokenIds } = parseInput(tokenIdsSchema, input)
  if (tokenIds.length === 0) return []
  const rows = await selectTokens(ctx.db)
    .where(and(inArray(gatewayTokens.id, tokenIds), shownToPeople, stillValid))
    .orderBy(...order('service', 'asc'))
  return rows.map(summarize)
}
