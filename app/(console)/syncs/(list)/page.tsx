import type { Metadata } from 'next'
import { requirePageContext } from '#app/server/context.ts'
import { roleMay } from '#lib/core/index.ts'
import { listPlatforms } from '#lib/platforms/index.ts'
import { currentDraft, listRuns } from '#lib/sync/index.ts'
import { loadRunsQuery, RUNS_PAGE_SIZE, runsFilter } from '../query.ts'
import { RunsTable } from '../runs-table.tsx'

export const metadata: Metadata = { title: 'Synchronizations' }

/** All runs, the newest first: who, when, what, and how it ended. */
export default async function Page({ searchParams }: PageProps<'/syncs'>) {
  const ctx = await requirePageContext()
  const query = await loadRunsQuery(searchParams)
  const page = Math.max(1, query.page)
  const mayWrite = ctx.actor.kind === 'user' && roleMay(ctx.actor.role, 'syncs.write')
  const [known, draft] = await Promise.all([listPlatforms(ctx), mayWrite ? currentDraft(ctx) : null])
  const platforms = known.map(({ id, name }) => ({ id, name }))
  const { rows, total } = await listRuns(ctx, {
    ...runsFilter(
      query,
      platforms.map(({ id }) => id),
    ),
    offset: (page - 1) * RUNS_PAGE_SIZE,
    limit: RUNS_PAGE_SIZE,
  })
  return (
    <RunsTable
      rows={rows}
      total={total}
      platforms={platforms}
      query={{ ...query, page }}
      draft={draft}
      mayWrite={mayWrite}
    />
  )
}
