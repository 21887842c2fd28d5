import type { Database } from '#db/client.ts'
import { auditEvents } from '#db/schema/index.ts'
import type { Actor } from '#lib/core/index.ts'
import { actorLabel } from '#lib/core/index.ts'

/** What changed, by field: old and new as people read them. For a secret the words «set», «replaced» or «removed», never its value. */
export type AuditChanges = Record<string, { from?: unknown; to?: unknown }>

/** One change: `action` names it (`service.create`), the target is what it happened to, by a label that stays readable when it is gone. */
export interface AuditEvent {
  action: string
  targetKind: string
  targetId?: string
  targetLabel: string
  changes?: AuditChanges
}

/** Writes one audit event. Call it with the transaction of the change itself: if this fails, so must the change. */
export async function recordAudit(db: Database, actor: Actor, event: AuditEvent): Promise<void> {
  await db.insert(auditEvents).values({
    actorKind: actor.kind,
    actorId: actor.kind === 'user' ? actor.id : null,
    actorLabel: actorLabel(actor),
    action: event.action,
    targetKind: event.targetKind,
    targetId: event.targetId ?? null,
    targetLabel: event.targetLabel,
    changes: event.changes ?? {},
  })
}
