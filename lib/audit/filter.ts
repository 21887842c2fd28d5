import { and, eq, gte, lt, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditEvents } from '#db/schema/index.ts'

/** Which events are wanted; what is left out does not narrow. */
export const auditFilterSchema = z.object({
  /** A user's id, or the name of a part of the system. */
  actor: z.string().max(200).optional(),
  /** A whole action (`service.create`). */
  action: z.string().max(100).optional(),
  /** Part of the target's label, kind or id. */
  target: z.string().trim().max(200).optional(),
  /** From this moment on. */
  from: z.date().optional(),
  /** Before this moment. */
  to: z.date().optional(),
})

export type AuditFilter = z.infer<typeof auditFilterSchema>

/** Who an event is by, as `actor` names them. */
export const actorKey = sql<string>`coalesce(${auditEvents.actorId}::text, ${auditEvents.actorLabel})`

/** The filter as a condition; undefined when it does not narrow. */
export function auditWhere({ actor, action, target, from, to }: AuditFilter): SQL | undefined {
  const pattern = `%${(target ?? '').toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  const like = (column: SQL | typeof auditEvents.targetLabel) => sql`lower(${column}) like ${pattern}`
  return and(
    actor ? eq(actorKey, actor) : undefined,
    action ? eq(auditEvents.action, action) : undefined,
    target
      ? or(
          like(auditEvents.targetLabel),
          eq(auditEvents.targetKind, target.toLowerCase()),
          eq(auditEvents.targetId, target),
        )
      : undefined,
    from ? gte(auditEvents.at, from) : undefined,
    to ? lt(auditEvents.at, to) : undefined,
  )
}
