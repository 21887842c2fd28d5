import { and, desc, lt } from 'drizzle-orm'
import { auditEvents } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { type AuditFilter, auditFilterSchema, auditWhere } from './filter.ts'
import { AUDIT_COLUMNS, type AuditRow } from './list.ts'

const BATCH = 500

/**
 * Every event that matches, newest first, read from the database a batch at a time, so that a long history is never in memory at once.
 * The permission (`audit.read`) and the filter are checked before the first batch: at the call, not while it is read.
 */
export function exportAudit(ctx: Context, input: AuditFilter): AsyncGenerator<AuditRow> {
  requirePermission(ctx, 'audit.read')
  return batches(ctx, parseInput(auditFilterSchema, input))
}

async function* batches(ctx: Context, filter: AuditFilter): AsyncGenerator<AuditRow> {
  let before: number | undefined
  for (;;) {
    const rows = await ctx.db
      .select(AUDIT_COLUMNS)
      .from(auditEvents)
      .where(and(auditWhere(filter), before === undefined ? undefined : lt(auditEvents.id, before)))
      .orderBy(desc(auditEvents.id))
      .limit(BATCH)
    yield* rows
    before = rows.at(-1)?.id
    if (rows.length < BATCH) return
  }
}
