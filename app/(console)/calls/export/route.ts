import type { NextRequest } from 'next/server'
import { currentContext } from '#app/server/context.ts'
import { csvResponse } from '#app/server/csv-response.ts'
import { problem } from '#app/server/problem.ts'
import { exportCalls } from '#lib/calls/index.ts'

/** The access log of the gateway as CSV: all of it, or of one `service` or `token`. */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    const query = request.nextUrl.searchParams
    const [serviceId, tokenId] = [query.get('service'), query.get('token')]
    const of = serviceId !== null ? { serviceId } : tokenId !== null ? { tokenId } : undefined
    const csv = exportCalls(await currentContext(), of === undefined ? {} : { of })
    return csvResponse(csv, `mcp-ferry-calls-${new Date().toISOString().slice(0, 10)}.csv`)
  } catch (error) {
    return problem(error)
  }
}
