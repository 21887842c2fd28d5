import type { NextRequest } from 'next/server'
import { currentContext } from '#app/server/context.ts'
import { csvResponse } from '#app/server/csv-response.ts'
import { problem } from '#app/server/problem.ts'
import { auditCsv } from '#lib/audit/index.ts'
import { filterOf, loadAuditQuery } from '../query.ts'

/** The changes that the page's filters leave, as a CSV file. */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    const csv = auditCsv(await currentContext(), filterOf(loadAuditQuery(request.nextUrl.searchParams)))
    return csvResponse(csv, `mcp-ferry-audit-${new Date().toISOString().slice(0, 10)}.csv`)
  } catch (error) {
    return problem(error)
  }
}
