import type { NextRequest } from 'next/server'
import { currentContext } from '#app/server/context.ts'
import { problem } from '#app/server/problem.ts'
import { exportTokens } from '#lib/tokens/index.ts'
import { filterOf, loadTokensParams } from '../search-params.ts'

/** The tokens that the address means, as CSV; of each only its first characters. */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    const ctx = await currentContext()
    const csv = await exportTokens(ctx, filterOf(loadTokensParams(request)))
    return new Response(csv, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="mcp-ferry-tokens.csv"',
        'cache-control': 'no-store',
      },
    })
  } catch (error) {
    return problem(error)
  }
}
