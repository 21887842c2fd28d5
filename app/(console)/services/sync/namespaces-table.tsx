'use client'

import { Layers } from 'lucide-react'
import { DataTable } from '#components/data-table/data-table.tsx'
import { DataTableSkeleton } from '#components/data-table/data-table-skeleton.tsx'
import { PhoneRow } from '#components/data-table/phone-row.tsx'
import type { Column } from '#components/data-table/types.ts'
import type { State } from '#components/status/states.ts'
import { Status } from '#components/status/status.tsx'
import { exactTime, relativeTime } from '#components/time/format.ts'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { BindingState, DraftNamespaceRow, DraftNamespacesView, DraftView } from '#lib/sync/schema.ts'

interface NamespacesTableProps {
  view: DraftView
  page: DraftNamespacesView | null
  search: string
  busy: boolean
  selected: ReadonlySet<string>
  onChange: (selected: ReadonlySet<string>) => void
  onClearSearch: () => void
}

/** Namespaces to choose, with what is there already; one that cannot be chosen says why. */
export function NamespacesTable({ view, page, search, busy, selected, onChange, onClearSearch }: NamespacesTableProps) {
  const services = view.services.length
  const thereHeader = `Of your ${services === 1 ? 'service' : `${services} services`}, there already`
  if (page === null)
    return (
      <DataTableSkeleton
        label="namespaces"
        columns={['Namespace', 'MCP providers', thereHeader]}
        rows={10}
        selectable
        dense
        framed
      />
    )
  const removal = view.kind === 'remove'
  const columns: Column<DraftNamespaceRow>[] = [
    {
      id: 'name',
      header: 'Namespace',
      cell: (row) => <span className={row.available ? 'font-medium' : 'text-muted-foreground'}>{row.name}</span>,
      className: 'w-50',
    },
    {
      id: 'providers',
      header: 'MCP providers',
      align: 'right',
      cell: (row) => <Providers row={row} />,
      className: 'w-30',
    },
    { id: 'there', header: thereHeader, cell: (row) => <There row={row} services={services} />, className: 'pl-8' },
  ]
  return (
    <DataTable
      label="Namespaces"
      columns={columns}
      rows={page.rows}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      selection={{
        selected,
        onChange,
        blocked: (row) => {
          if (!row.available) return row.unavailableReason ?? 'Not available on the platform.'
          return removal && row.there.length === 0 ? 'Nothing of your selection is there.' : null
        },
      }}
      phoneRow={(row) => (
        <PhoneRow
          title={row.name}
          titleAside={
            <>
              <Providers row={row} />{' '}
              {row.providerCount !== null && (row.providerCount === 1 ? 'provider' : 'providers')}
            </>
          }
          meta={<There row={row} services={services} />}
        />
      )}
      empty={
        <EmptyState
          icon={<Layers />}
          title={
            search ? `No namespace matches «${search}»` : `${view.platform?.name ?? 'The platform'} has no namespaces`
          }
          actions={search && <Button onClick={onClearSearch}>Clear the search</Button>}
        >
          {search ? 'Names are searched, without regard to case.' : 'Create a workspace there, then refresh.'}
        </EmptyState>
      }
      busy={busy}
      dense
      framed
      inDialog
      className="min-h-0 flex-1"
    />
  )
}

function Providers({ row }: { row: DraftNamespaceRow }) {
  if (row.providerCount === null)
    return (
      <span className="text-muted-foreground">
        <span aria-hidden="true">—</span>
        <span className="sr-only">not counted</span>
      </span>
    )
  return (
    <span title={row.countedAt === null ? undefined : `Counted ${exactTime(row.countedAt)}`} suppressHydrationWarning>
      {row.providerCount}
      {row.countedAt !== null && isOld(row.countedAt) && (
        <span className="ml-1.5 text-subtle text-xs" suppressHydrationWarning>
          {relativeTime(row.countedAt, Date.now())}
        </span>
      )}
    </span>
  )
}

/** A number that is older than an hour shows its age beside it. */
function isOld(at: string): boolean {
  return Date.now() - Date.parse(at) > 3_600_000
}

const STATES: Record<BindingState, State> = { in_sync: 'in-sync', failed: 'failed', unknown: 'unknown' }
const MOST = 4

function There({ row, services }: { row: DraftNamespaceRow; services: number }) {
  if (!row.available)
    return <span className="text-muted-foreground">{row.unavailableReason ?? 'Not available on the platform.'}</span>
  if (row.there.length === 0)
    return <span className="text-muted-foreground">{services === 1 ? 'not there' : `none of the ${services}`}</span>
  const rest = row.there.length - MOST
  return (
    <span className="flex flex-wrap gap-x-4">
      {row.there.slice(0, MOST).map(({ serviceId, name, state }) => (
        <Status key={serviceId} state={STATES[state]}>
          {state === 'in_sync' ? name : `${name} (${state})`}
        </Status>
      ))}
      {rest > 0 && <span className="text-muted-foreground">and {rest} more</span>}
    </span>
  )
}
