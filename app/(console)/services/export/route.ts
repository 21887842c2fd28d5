import type { NextRequest } from 'next/server'
import { currentContext } from '#app/server/context.ts'
import { problem } from '#app/server/problem.ts'
import { exportServices } from '#lib/services/index.ts'
import { filterOf, loadServicesParams } from '../search-params.ts'

/** The services that the address means, as CSV. */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    const ctx = await currentContext()
    const csv = await exportServices(ctx, filterOf(loadServicesParams(request)))
    return new Response(csv, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="mcp-ferry-services.csv"',
        'cache-control': 'no-store',
      },
    })
  } catch (error) {
    return problem(error)
  }
}
