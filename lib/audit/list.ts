import { asc, desc, max, sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditEvents } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { actorKey, auditFilterSchema, auditWhere } from './filter.ts'
import type { AuditChanges } from './record.ts'

/** An audit event as pages and exports show it. */
export interface AuditRow {
  id: number
  at: Date
  actor: string
  actorKind: 'user' | 'system'
  action: string
  targetKind: string
  targetId: string | null
  targetLabel: string
  changes: AuditChanges
}

const listSchema = auditFilterSchema.extend({
  page: z.number().int().min(1).default(1),
  pageSize: z.number().int().min(1).max(200).default(50),
})

export const AUDIT_COLUMNS = {
  id: auditEvents.id,
  at: auditEvents.at,
  actor: auditEvents.actorLabel,
  actorKind: auditEvents.actorKind,
  action: auditEvents.action,
  targetKind: auditEvents.targetKind,
  targetId: auditEvents.targetId,
  targetLabel: auditEvents.targetLabel,
  changes: auditEvents.changes,
}

/** One page of the events that match, newest first, and how many match. Needs `audit.read`. */
export async function listAudit(
  ctx: Context,
  input: z.input<typeof listSchema> = {},
): Promise<{ rows: AuditRow[]; matching: number }> {
  requirePermission(ctx, 'audit.read')
  const { page, pageSize, ...filter } = parseInput(listSchema, input)
  const where = auditWhere(filter)
  const [rows, [counts]] = await Promise.all([
    ctx.db
      .select(AUDIT_COLUMNS)
      .from(auditEvents)
      .where(where)
      .orderBy(desc(auditEvents.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    ctx.db.select({ matching: sql<number>`count(*)::int` }).from(auditEvents).where(where),
  ])
  return { rows, matching: counts?.matching ?? 0 }
}

/** What the filters can be set to: who has acted (by their newest name) and what was done. Needs `audit.read`. */
export async function auditChoices(
  ctx: Context,
): Promise<{ actors: { key: string; label: string }[]; actions: string[] }> {
  requirePermission(ctx, 'audit.read')
  const [actors, actions] = await Promise.all([
    ctx.db
      .select({
        key: actorKey,
        label: sql<string>`(array_agg(${auditEvents.actorLabel} order by ${auditEvents.id} desc))[1]`,
        last: max(auditEvents.id),
      })
      .from(auditEvents)
      .groupBy(actorKey)
      .orderBy(desc(max(auditEvents.id)))
      .limit(200),
    ctx.db.selectDistinct({ action: auditEvents.action }).from(auditEvents).orderBy(asc(auditEvents.action)),
  ])
  return { actors: actors.map(({ key, label }) => ({ key, label })), actions: actions.map(({ action }) => action) }
}
