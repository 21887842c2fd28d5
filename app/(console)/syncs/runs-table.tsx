'use client'

import { Download, RefreshCw } from 'lucide-react'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { DataTable } from '#components/data-table/data-table.tsx'
import { PhoneRow } from '#components/data-table/phone-row.tsx'
import type { Column } from '#components/data-table/types.ts'
import { Status } from '#components/status/status.tsx'
import { durationText } from '#components/time/format.ts'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import { FilterSelect } from '#components/ui/select.tsx'
import type { DraftView, RunRow } from '#lib/sync/schema.ts'
import { useRefreshing } from '../use-refreshing.ts'
import { DraftNotice } from './draft-notice.tsx'
import { RUNS_PAGE_SIZE, type RunsQuery, runsHref, runsQuery } from './query.ts'
import { isOver, runScope, runState, wellEnded } from './run-words.ts'

interface RunsTableProps {
  rows: RunRow[]
  total: number
  platforms: { id: string; name: string }[]
  query: RunsQuery
  /** What the reader has begun and not confirmed. */
  draft: DraftView | null
  mayWrite: boolean
}

const columns: Column<RunRow>[] = [
  {
    id: 'name',
    header: 'Synchronization',
    className: 'max-w-80',
    cell: (row) => (
      <span className="flex min-w-0 items-baseline gap-2.5">
        <Link href={`/syncs/${row.id}`} className="truncate rounded-sm font-medium hover:underline">
          {row.name ?? title(row)}
        </Link>
        {row.name !== null && <span className="text-subtle">#{row.number}</span>}
      </span>
    ),
  },
  { id: 'outcome', header: 'Outcome', cell: (row) => <Outcome row={row} /> },
  {
    id: 'what',
    header: 'What',
    cell: (row) => <span className="whitespace-nowrap text-muted-foreground">{runScope(row)}</span>,
  },
  { id: 'platform', header: 'Platform', className: 'max-w-48 truncate', cell: (row) => row.platformName },
  { id: 'took', header: 'Took', align: 'right', cell: (row) => <span className="whitespace-nowrap">{took(row)}</span> },
  { id: 'by', header: 'Confirmed by', className: 'max-w-40 truncate', cell: (row) => row.confirmedBy },
  {
    id: 'when',
    header: 'When',
    cell: (row) => <RelativeTime at={row.confirmedAt} className="whitespace-nowrap text-muted-foreground" />,
  },
]

/** A list that has a run under way is read anew this often. */
const AGAIN_MS = 3000

/** The runs as a table with its filters, which live in the address. */
export function RunsTable({ rows, total, platforms, query, draft, mayWrite }: RunsTableProps) {
  const [busy, startTransition] = useTransition()
  const [filters, setFilters] = useQueryStates(runsQuery, { shallow: false, startTransition })
  const narrowed = Boolean(query.q || query.status || query.outcome || query.platform)
  const underWay = rows.some((row) => !isOver(row))
  useRefreshing(AGAIN_MS, underWay)
  const count = new Intl.NumberFormat('en').format(total)
  return (
    <>
      <PageHeader
        title="Synchronizations"
        detail={total === 1 ? '1 run' : `${count} runs${narrowed ? ' match' : ''}`}
        actions={
          total > 0 && (
            <LinkButton
              href={runsHref('/syncs/export', { ...query, page: null })}
              prefetch={false}
              icon={<Download />}
              download
            >
              Download CSV
            </LinkButton>
          )
        }
        toolbar={
          (total > 0 || narrowed) && (
            <>
              <SearchBox
                className="max-md:basis-full"
                label="Search name, number or person"
                value={filters.q}
                onChange={(q) => setFilters({ q: q || null, page: null })}
              />
              <FilterSelect
                label="Status"
                options={['queued', 'running', 'done', 'cancelled'].map((value) => ({
                  value,
                  label: value === 'queued' ? 'waiting' : value,
                }))}
                value={filters.status}
                onChange={(status) => setFilters({ status: runsQuery.status.parse(status ?? ''), page: null })}
              />
              <FilterSelect
                label="Outcome"
                options={[{ value: 'failed', label: 'something failed' }]}
                value={filters.outcome}
                onChange={(outcome) => setFilters({ outcome: outcome === null ? null : 'failed', page: null })}
              />
              <FilterSelect
                label="Platform"
                options={platforms.map(({ id, name }) => ({ value: id, label: name }))}
                value={filters.platform}
                onChange={(platform) => setFilters({ platform, page: null })}
              />
            </>
          )
        }
      />
      {draft && <DraftNotice draft={draft} />}
      <DataTable
        label="Synchronizations"
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowName={(row) => row.name ?? title(row)}
        rowHref={(row) => `/syncs/${row.id}`}
        busy={busy}
        paging={{
          page: query.page,
          pageSize: RUNS_PAGE_SIZE,
          total,
          href: (page) => runsHref('/syncs', { ...query, page }),
        }}
        phoneRow={(row) => (
          <PhoneRow
            title={<Link href={`/syncs/${row.id}`}>{row.name ?? title(row)}</Link>}
            titleAside={<RelativeTime at={row.confirmedAt} />}
            meta={<Outcome row={row} />}
            metaAside={row.platformName}
          />
        )}
        empty={
          <EmptyState
            icon={<RefreshCw />}
            title={narrowed ? 'No synchronization matches' : 'Nothing was synchronized yet'}
            actions={
              narrowed ? (
                <LinkButton href="/syncs">Show all</LinkButton>
              ) : (
                mayWrite && (
                  <LinkButton href="/services" variant="primary">
                    Select services
                  </LinkButton>
                )
              )
            }
          >
            {narrowed
              ? 'The search looks at names, numbers, platforms and the people who confirmed.'
              : 'Select services in MCP Service Management, then Intelligent Platform Synchronization. Each run will stand here.'}
          </EmptyState>
        }
      />
    </>
  )
}

function title({ kind, number }: RunRow): string {
  return `${kind === 'remove' ? 'Removal' : 'Synchronization'} #${number}`
}

/** What is off has mark and colour; what went well is one number. */
function Outcome({ row }: { row: RunRow }) {
  const { failed, unknown } = row.counts
  const { state, word } = runState(row)
  const well = wellEnded(row.counts)
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3">
      <Status state={state}>
        {isOver(row) ? (state === 'done' ? `${well} of ${row.total} done` : word) : `${word}, ${well} of ${row.total}`}
      </Status>
      {isOver(row) && state !== 'done' && <span className="text-muted-foreground">{well} done</span>}
      {state === 'failed' && unknown > 0 && <Status state="unknown">{unknown} unknown</Status>}
      {row.status === 'cancelled' && failed > 0 && <Status state="failed">{failed} failed</Status>}
    </span>
  )
}

function took({ startedAt, endedAt }: RunRow): string {
  if (startedAt === null || endedAt === null) return '—'
  return durationText(Date.parse(endedAt) - Date.parse(startedAt))
}
