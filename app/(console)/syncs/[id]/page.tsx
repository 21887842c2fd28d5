import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { requirePageContext } from '#app/server/context.ts'
import { type Context, FerryError, roleMay } from '#lib/core/index.ts'
import { getRun, listRunItems } from '#lib/sync/index.ts'
import { tabTitle } from '../run-words.ts'
import { ITEMS_PAGE_SIZE, loadItemsQuery } from './query.ts'
import { RunPage } from './run-page.tsx'

async function readRun(ctx: Context, runId: string) {
  try {
    return await getRun(ctx, { runId })
  } catch (error) {
    if (error instanceof FerryError && (error.code === 'not_found' || error.code === 'invalid_input')) notFound()
    throw error
  }
}

export async function generateMetadata({ params }: PageProps<'/syncs/[id]'>): Promise<Metadata> {
  const { id } = await params
  return { title: tabTitle(await readRun(await requirePageContext(), id)) }
}

/** One run: live while it goes on, afterwards what succeeded and what did not. */
export default async function Page({ params, searchParams }: PageProps<'/syncs/[id]'>) {
  const ctx = await requirePageContext()
  const { id } = await params
  const run = await readRun(ctx, id)
  const query = await loadItemsQuery(searchParams)
  const { rows, total } = await listRunItems(ctx, {
    runId: run.id,
    ...(query.verdict && { verdicts: [query.verdict] }),
    ...(query.lane && run.lanes.some((lane) => lane.id === query.lane) && { laneId: query.lane }),
    search: query.q.slice(0, 200),
    offset: (Math.max(1, query.page) - 1) * ITEMS_PAGE_SIZE,
    limit: ITEMS_PAGE_SIZE,
  })
  return (
    <RunPage
      run={run}
      rows={rows}
      total={total}
      query={{ ...query, page: Math.max(1, query.page) }}
      mayWrite={ctx.actor.kind === 'user' && roleMay(ctx.actor.role, 'syncs.write')}
    />
  )
}
