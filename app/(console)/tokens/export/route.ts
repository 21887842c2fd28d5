import type { NextRequest } from 'next/server'
import { currentContext } from '#app/server/context.ts'
import { csvResponse } from '#app/server/csv-response.ts'
import { problem } from '#app/server/problem.ts'
import { exportTokens } from '#lib/tokens/index.ts'
import { filterOf, loadTokensParams } from '../search-params.ts'

/** The tokens that the address means, as CSV; of each only its first characters. */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    const ctx = await currentContext()
    const csv = await exportTokens(ctx, filterOf(loadTokensParams(request)))
    return csvResponse(csv, 'mcp-ferry-tokens.csv')
  } catch (error) {
    return problem(error)
  }
}
