import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ACTION_STATES, ACTION_WORDS } from '#app/(console)/services/sync/review/verbs.ts'
import { requirePageContext } from '#app/server/context.ts'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { Status } from '#components/status/status.tsx'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Pagination } from '#components/ui/pagination.tsx'
import { FerryError } from '#lib/core/index.ts'
import { getRun, listRunItems } from '#lib/sync/index.ts'
import type { RunItemView } from '#lib/sync/schema.ts'
import { runScope, runTitle } from '../../run-words.ts'
import { itemsHref, loadItemsQuery } from '../query.ts'

export const metadata: Metadata = { title: 'The confirmed plan' }

const PAGE_SIZE = 200

/** What was confirmed, as it was planned: by namespace, each service with its verb. */
export default async function Page({ params, searchParams }: PageProps<'/syncs/[id]/plan'>) {
  const ctx = await requirePageContext()
  const { id } = await params
  const page = Math.max(1, (await loadItemsQuery(searchParams)).page)
  const run = await getRun(ctx, { runId: id }).catch((error: unknown) => {
    if (error instanceof FerryError && (error.code === 'not_found' || error.code === 'invalid_input')) notFound()
    throw error
  })
  const { rows, total } = await listRunItems(ctx, {
    runId: run.id,
    order: 'plan',
    offset: (page - 1) * PAGE_SIZE,
    limit: PAGE_SIZE,
  })
  const groups = Map.groupBy(rows, (row) => row.laneId)
  return (
    <>
      <PageHeader
        parent={{ label: runTitle(run), href: `/syncs/${run.id}` }}
        title="The confirmed plan"
        detail={
          <>
            {runScope(run)} · confirmed by {run.confirmedBy} <RelativeTime at={run.confirmedAt} />
          </>
        }
      />
      <div className="flex max-w-240 flex-col gap-3 px-6 pb-6 max-md:px-4">
        {[...groups].map(([laneId, items]) => (
          <Card key={laneId}>
            <CardHeader title={items[0]?.namespaceName} detail={changing(items)} />
            <ul>
              {items.map((item) => (
                <PlannedRow key={item.id} item={item} />
              ))}
            </ul>
          </Card>
        ))}
        {total > PAGE_SIZE && (
          <Pagination
            page={page}
            pageSize={PAGE_SIZE}
            total={total}
            href={(to) => itemsHref(`/syncs/${run.id}/plan`, { page: to })}
            className="justify-end"
          />
        )}
      </div>
    </>
  )
}

const TOKENS = {
  none: 'without a token',
  entered: 'with an entered token',
  generated: 'through the gateway, with a generated token',
} as const

function PlannedRow({ item }: { item: RunItemView }) {
  const { action, service, tokenMode } = item
  const quiet = action === 'unchanged' || action === 'skip'
  return (
    <li className="grid min-h-9 grid-cols-[108px_minmax(0,1fr)_auto] items-center gap-x-4 border-b px-4 py-1 last:border-b-0 max-md:grid-cols-[1fr_auto] max-md:gap-y-0.5 max-md:py-2.5">
      <Status state={ACTION_STATES[action]} strong={!quiet}>
        {ACTION_WORDS[action]}
      </Status>
      <span className="flex min-w-0 items-center gap-2.5 max-md:order-first">
        <ServiceIcon name={service.name} icon={service.iconEmoji} background={service.iconColor} size={20} />
        <span className={quiet ? 'truncate text-muted-foreground' : 'truncate font-medium'}>{service.name}</span>
      </span>
      <span className="text-muted-foreground empty:hidden max-md:col-span-2">
        {action === 'remove' || quiet ? '' : TOKENS[tokenMode]}
      </span>
    </li>
  )
}

function changing(items: readonly RunItemView[]): string {
  const some = items.filter(({ action }) => action !== 'unchanged' && action !== 'skip' && action !== 'cant').length
  return `${some} of ${items.length} change`
}
