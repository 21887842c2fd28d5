import { currentContext } from '#app/server/context.ts'
import { csvResponse } from '#app/server/csv-response.ts'
import { problem } from '#app/server/problem.ts'
import { getRun, runCsv } from '#lib/sync/index.ts'

/** All items of a run as CSV. */
export async function GET(_request: Request, { params }: RouteContext<'/api/runs/[id]/items.csv'>): Promise<Response> {
  try {
    const { id } = await params
    const ctx = await currentContext()
    const [{ number }, csv] = await Promise.all([getRun(ctx, { runId: id }), runCsv(ctx, { runId: id })])
    return csvResponse(csv, `mcp-ferry-synchronization-${number}.csv`)
  } catch (error) {
    return problem(error)
  }
}
