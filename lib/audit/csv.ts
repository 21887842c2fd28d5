import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { Context } from '#lib/core/index.ts'
import { exportAudit } from './export.ts'
import type { AuditFilter } from './filter.ts'
import type { AuditRow } from './list.ts'

const COLUMNS = ['time', 'actor', 'action', 'target kind', 'target', 'target id', 'changes']

/**
 * The events that match as CSV (UTF-8 with a byte order mark, for spreadsheets), newest first, streamed as the database gives them.
 * A cell that a spreadsheet would take for a formula is escaped. Needs `audit.read`, checked at the call.
 */
export function auditCsv(ctx: Context, filter: AuditFilter): Readable {
  const rows = exportAudit(ctx, filter)
  const csv = stringify({ header: true, columns: COLUMNS, bom: true, escape_formulas: true })
  // A failure on the way, or a reader who leaves, ends both streams; what was sent then stops short.
  pipeline(Readable.from(cells(rows)), csv, () => {})
  return csv
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
