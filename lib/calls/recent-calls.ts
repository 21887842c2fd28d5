import { and, desc, eq, type SQL } from 'drizzle-orm'
import type { z } from 'zod'
import { gatewayCalls } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { type CallLineRow, selectLines } from './call-lines.ts'
import { isError, isToolCall, linesOf } from './conditions.ts'
import { type CallEnd, recentCallsSchema } from './schema.ts'

const ENDED: Record<CallEnd, SQL | undefined> = {
  all: undefined,
  errors: isError,
  tool_errors: eq(gatewayCalls.verdict, 'tool_error'),
}

/**
 * A page of the calls of a service's tools, or with a token, newest first, and whether there are older ones. How many is not said: they
 * would have to be counted line by line.
 */
export async function recentCalls(
  ctx: Context,
  input: z.input<typeof recentCallsSchema>,
): Promise<{ rows: CallLineRow[]; older: boolean }> {
  requirePermission(ctx, 'tokens.read')
  const { of, ended, tool, page, pageSize } = parseInput(recentCallsSchema, input)
  const rows = await selectLines(ctx)
    .where(and(linesOf(of), isToolCall, ENDED[ended], tool === undefined ? undefined : eq(gatewayCalls.tool, tool)))
    .orderBy(desc(gatewayCalls.at), desc(gatewayCalls.id))
    .limit(pageSize + 1)
    .offset((page - 1) * pageSize)
  return { rows: rows.slice(0, pageSize), older: rows.length > pageSize }
}
