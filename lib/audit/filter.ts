import { and, eq, gte, lt, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { auditEvents } from '#db/schema/index.ts'

/** Words of a search; PostgreSQL's text cannot hold a NUL, so none can match one. */
const words = (most: number) =>
  z
    .string()
    .max(most)
    .transform((text) => text.replaceAll('\0', '').trim())
/** Moments that the database can hold and people mean. */
const moment = z.date().min(new Date('1970-01-01')).max(new Date('9999-12-31'))

/** Which events are wanted; what is left out does not narrow. */
export const auditFilterSchema = z.object({
  /** A user's id, or the name of a part of the system. */
  actor: words(200).optional(),
  /** A whole action (`service.create`). */
  action: words(100).optional(),
  /** Part of the target's label, kind or id. */
  target: words(200).optional(),
  /** From this moment on. */
  from: moment.optional(),
  /** Before this moment. */
  to: moment.optional(),
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
