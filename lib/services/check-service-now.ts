import { type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { describeFacts, type ServiceFacts } from './projection.ts'
import { runCheck } from './run-check.ts'
import { serviceIdSchema } from './schema.ts'

/** Checks one service at once and returns it with its verdict; takes at most the deadline of a check (10 s, and as long again for the first one with a credential). */
export async function checkServiceNow(ctx: Context, input: { id: string }): Promise<ServiceFacts> {
  requirePermission(ctx, 'services.check')
  const { id } = parseInput(serviceIdSchema, input)
  // A second try: the service may have been changed while it was being checked.
  const row = (await runCheck(ctx.db, id)) ?? (await runCheck(ctx.db, id))
  if (row === undefined) throw notFound('The service')
  return describeFacts(row)
}
