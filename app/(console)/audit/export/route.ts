import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { NextRequest } from 'next/server'
import { currentContext } from '#app/server/context.ts'
import { problem } from '#app/server/problem.ts'
import { type AuditRow, exportAudit } from '#lib/audit/index.ts'
import { filterOf, loadAuditQuery } from '../query.ts'

const COLUMNS = ['time', 'actor', 'action', 'target kind', 'target', 'target id', 'changes']

/** The changes that the page's filters leave, as CSV, streamed as the database gives them. No cell can be taken for a formula. */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    const ctx = await currentContext()
    const rows = exportAudit(ctx, filterOf(loadAuditQuery(request.nextUrl.searchParams)))
    const csv = stringify({ header: true, columns: COLUMNS, bom: true, escape_formulas: true })
    // An error on the way, or a reader who leaves, ends both streams; the answer is then cut off, which a browser reports.
    pipeline(Readable.from(lines(rows)), csv, () => {})
    return new Response(Readable.toWeb(csv) as ReadableStream, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="mcp-ferry-audit-${new Date().toISOString().slice(0, 10)}.csv"`,
        'cache-control': 'no-store',
      },
    })
  } catch (error) {
    return problem(error)
  }
}

async function* lines(rows: AsyncGenerator<AuditRow>): AsyncGenerator<string[]> {
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
