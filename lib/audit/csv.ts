import type { Readable } from 'node:stream'
import { type Context, streamCsv } from '#lib/core/index.ts'
import { exportAudit } from './export.ts'
import type { AuditFilter } from './filter.ts'
import type { AuditRow } from './list.ts'

const COLUMNS = ['time', 'actor', 'action', 'target kind', 'target', 'target id', 'changes']

/**
 * The events that match as CSV, newest first, streamed as the database gives them. Needs `audit.read`, checked at the call.
 */
export function auditCsv(ctx: Context, filter: AuditFilter): Readable {
  return streamCsv(COLUMNS, cells(exportAudit(ctx, filter)))
}

async function* cells(rows: AsyncGenerator<AuditRow>): AsyncGenerator<string[]> {
  for await (const row of rows)
    yield [
      row.at.toISOString(),
      row.actor,
      row.action,
      row.targetKind,
      row.targetLabel,
      row.targetId ?? '',
      Object.keys(row.changes).length === 0 ? '' : JSON.stringify(row.changes),
    ]
}
