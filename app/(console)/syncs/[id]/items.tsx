'use client'

import { Download, ListFilter } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useMemo, useTransition } from 'react'
import { cn } from '#components/cn.ts'
import { type FilterChip, FilterChips } from '#components/status/filter-chips.tsx'
import { buttonVariants, LinkButton } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { Pagination } from '#components/ui/pagination.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import type { RunItemView, RunView } from '#lib/sync/schema.ts'
import { SHOWN_VERDICTS, stateOf } from '../run-words.ts'
import { ItemRow } from './item-row.tsx'
import { mergeItems } from './merge-items.ts'
import { ITEMS_PAGE_SIZE, type ItemsQuery, itemsHref } from './query.ts'

interface ItemsProps {
  run: RunView
  rows: readonly RunItemView[]
  total: number
  query: ItemsQuery
  here: string
  changed: ReadonlyMap<string, RunItemView>
}

/** The items of a run, the last change first, filtered and cut by the server; the chips count what they would show. */
export function Items({ run, rows, total, query, here, changed }: ItemsProps) {
  const router = useRouter()
  const [busy, startTransition] = useTransition()
  const items = useMemo(() => mergeItems(rows, changed, query), [rows, changed, query])
  const lane = run.lanes.find(({ id }) => id === query.lane)
  const counts = lane?.counts ?? run.counts
  const all = lane?.total ?? run.total
  const chips: FilterChip[] = [
    { id: 'all', word: 'All', count: all, href: itemsHref(here, { ...query, verdict: null, page: null }) },
    ...SHOWN_VERDICTS.filter((verdict) => counts[verdict] > 0 || query.verdict === verdict).map((verdict) => ({
      id: verdict,
      word: verdict,
      count: counts[verdict],
      state: stateOf(verdict),
      href: itemsHref(here, { ...query, verdict, page: null }),
    })),
  ]
  const narrowed = query.q !== '' || query.lane !== null || query.verdict !== null
  // While a run goes on the counts are newer than the total that was read with the rows.
  const matching = query.q !== '' ? total : query.verdict ? counts[query.verdict] : all
  return (
    <Card aria-label="Items" className="max-md:-mx-4 max-md:rounded-none max-md:border-x-0">
      <div className="flex items-center gap-2 border-b px-3 py-1.5 max-md:px-4">
        <FilterChips
          label="Filter by verdict"
          chips={chips}
          value={query.verdict ?? 'all'}
          className="min-w-0 flex-1"
        />
        <a
          href={`/api/runs/${run.id}/items.csv`}
          download
          aria-label="Download the items as CSV"
          title="Download the items as CSV"
          className={cn(buttonVariants({ variant: 'ghost', size: 'icon' }))}
        >
          <Download />
        </a>
      </div>
      {(run.total > ITEMS_PAGE_SIZE || query.q !== '' || lane) && (
        <div className="flex flex-wrap items-center gap-3 border-b px-3 py-2 max-md:px-4">
          <SearchBox
            label="Search service or namespace"
            value={query.q}
            onChange={(q) =>
              startTransition(() =>
                router.replace(itemsHref(here, { ...query, q: q || null, page: null }), { scroll: false }),
              )
            }
          />
          {lane && (
            <LinkButton
              variant="link"
              href={itemsHref(here, { ...query, lane: null, page: null })}
              scroll={false}
              icon={<ListFilter />}
            >
              Only {lane.namespaceName}. Show all lanes
            </LinkButton>
          )}
        </div>
      )}
      {items.length === 0 ? (
        <div className="flex flex-wrap items-center gap-3 px-4 py-4 text-muted-foreground">
          <span>{narrowed ? 'No item is like that at the moment.' : 'This run has no items.'}</span>
          {narrowed && (
            <LinkButton size="sm" href={here} scroll={false}>
              Show all {run.total}
            </LinkButton>
          )}
        </div>
      ) : (
        <ul aria-label="Items" aria-busy={busy || undefined}>
          {items.map((item) => (
            <ItemRow key={item.id} item={item} link={run.link} />
          ))}
        </ul>
      )}
      {matching > ITEMS_PAGE_SIZE && (
        <div className="flex justify-end border-t px-3 py-2">
          <Pagination
            page={query.page}
            pageSize={ITEMS_PAGE_SIZE}
            total={matching}
            href={(page) => itemsHref(here, { ...query, page })}
          />
        </div>
      )}
    </Card>
  )
}
