import { and, desc } from 'drizzle-orm'
import type { z } from 'zod'
import { gatewayCalls } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { type CallLineRow, selectLines } from './call-lines.ts'
import { isToolCall, linesOf } from './conditions.ts'
import { recentCallsSchema } from './schema.ts'

/** The last calls of a service's tools, or with a token, newest first. */
export async function recentCalls(ctx: Context, input: z.input<typeof recentCallsSchema>): Promise<CallLineRow[]> {
  requirePermission(ctx, 'tokens.read')
  const { of, limit } = parseInput(recentCallsSchema, input)
  return selectLines(ctx)
    .where(and(linesOf(of), isToolCall))
    .orderBy(desc(gatewayCalls.at), desc(gatewayCalls.id))
    .limit(limit)
}
