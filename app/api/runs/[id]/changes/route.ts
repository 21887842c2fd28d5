import type { NextRequest } from 'next/server'
import { currentContext } from '#app/server/context.ts'
import { problem } from '#app/server/problem.ts'
import { runChanges } from '#lib/sync/index.ts'

/** What of a run is newer than `?since=<revision>`; the way of a page whose event stream fails. */
export async function GET(request: NextRequest, { params }: RouteContext<'/api/runs/[id]/changes'>): Promise<Response> {
  try {
    const { id } = await params
    const since = Number(request.nextUrl.searchParams.get('since') ?? 0)
    const changes = await runChanges(await currentContext(), { runId: id, sinceRevision: since })
    return Response.json(changes, { headers: { 'cache-control': 'no-store' } })
  } catch (error) {
    return problem(error)
  }
}
