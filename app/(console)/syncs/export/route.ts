import type { NextRequest } from 'next/server'
import { currentContext } from '#app/server/context.ts'
import { csvResponse } from '#app/server/csv-response.ts'
import { problem } from '#app/server/problem.ts'
import { type Context, streamCsv } from '#lib/core/index.ts'
import { listPlatforms } from '#lib/platforms/index.ts'
import { listRuns } from '#lib/sync/index.ts'
import type { RunRow } from '#lib/sync/schema.ts'
import { loadRunsQuery, runsFilter } from '../query.ts'
import { wellEnded } from '../run-words.ts'

const COLUMNS = [
  'number',
  'kind',
  'name',
  'platform',
  'status',
  'confirmed by',
  'confirmed at',
  'started at',
  'ended at',
  'services',
  'namespaces',
  'items',
  'well',
  'failed',
  'unknown',
]
const BATCH = 200

/** The runs that the page's filters leave, as CSV. No cell can be taken for a formula. */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    const ctx = await currentContext()
    const platformIds = (await listPlatforms(ctx)).map(({ id }) => id)
    const filter = runsFilter(loadRunsQuery(request.nextUrl.searchParams), platformIds)
    const first = await listRuns(ctx, { ...filter, limit: BATCH })
    const csv = streamCsv(COLUMNS, lines(ctx, filter, first.rows))
    return csvResponse(csv, `mcp-ferry-synchronizations-${new Date().toISOString().slice(0, 10)}.csv`)
  } catch (error) {
    return problem(error)
  }
}

async function* lines(ctx: Context, filter: ReturnType<typeof runsFilter>, first: RunRow[]): AsyncGenerator<unknown[]> {
  let rows = first
  for (let offset = BATCH; rows.length > 0; offset += BATCH) {
    for (const row of rows)
      yield [
        row.number,
        row.kind,
        row.name ?? '',
        row.platformName,
        row.status,
        row.confirmedBy,
        row.confirmedAt,
        row.startedAt ?? '',
        row.endedAt ?? '',
        row.services,
        row.namespaces,
        row.total,
        wellEnded(row.counts),
        row.counts.failed,
        row.counts.unknown,
      ]
    if (rows.length < BATCH) return
    rows = (await listRuns(ctx, { ...filter, offset, limit: BATCH })).rows
  }
}
