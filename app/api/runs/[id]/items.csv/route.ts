import { currentContext } from '#app/server/context.ts'
import { problem } from '#app/server/problem.ts'
import { getRun, runCsv } from '#lib/sync/index.ts'

/** All items of a run as CSV. */
export async function GET(_request: Request, { params }: RouteContext<'/api/runs/[id]/items.csv'>): Promise<Response> {
  try {
    const { id } = await params
    const ctx = await currentContext()
    const [{ number }, csv] = await Promise.all([getRun(ctx, { runId: id }), runCsv(ctx, { runId: id })])
    return new Response(csv, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="mcp-ferry-synchronization-${number}.csv"`,
        'cache-control': 'no-store',
      },
    })
  } catch (error) {
    return problem(error)
  }
}
