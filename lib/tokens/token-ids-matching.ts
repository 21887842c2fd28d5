import { and } from 'drizzle-orm'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { filterCondition, stillValid } from './conditions.ts'
import { order } from './order.ts'
import { selectTokens } from './projection.ts'
import { TOKENS_AT_ONCE, type TokenFilter, tokenFilterSchema } from './schema.ts'

/** The ids of the valid tokens that match, for «select all that match»: as many as one act takes, and whether that cut any off. */
export async function tokenIdsMatching(ctx: Context, input: TokenFilter): Promise<{ ids: string[]; more: boolean }> {
  requirePermission(ctx, 'tokens.read')
  const condition = filterCondition(parseInput(tokenFilterSchema, input))
  const rows = await selectTokens(ctx.db)
    .where(and(condition, stillValid))
    .orderBy(...order('service', 'asc'))
    .limit(TOKENS_AT_ONCE + 1)
  return { ids: rows.slice(0, TOKENS_AT_ONCE).map(({ id }) => id), more: rows.length > TOKENS_AT_ONCE }
}
