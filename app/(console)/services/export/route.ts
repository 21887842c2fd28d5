import type { NextRequest } from 'next/server'
import { currentContext } from '#app/server/context.ts'
import { csvResponse } from '#app/server/csv-response.ts'
import { problem } from '#app/server/problem.ts'
import { exportServices } from '#lib/services/index.ts'
import { filterOf, loadServicesParams } from '../search-params.ts'

/** The services that the address means, as CSV. */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    const ctx = await currentContext()
    const csv = await exportServices(ctx, filterOf(loadServicesParams(request)))
    return csvResponse(csv, 'mcp-ferry-services.csv')
  } catch (error) {
    return problem(error)
  }
}
