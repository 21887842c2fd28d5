import { Readable } from 'node:stream'
import type { NextRequest } from 'next/server'
import { currentContext } from '#app/server/context.ts'
import { problem } from '#app/server/problem.ts'
import { auditCsv } from '#lib/audit/index.ts'
import { filterOf, loadAuditQuery } from '../query.ts'

/** The changes that the page's filters leave, as a CSV file. */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    const csv = auditCsv(await currentContext(), filterOf(loadAuditQuery(request.nextUrl.searchParams)))
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
