'use client'

import { Download, ScrollText } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { DataTable } from '#components/data-table/data-table.tsx'
import { PhoneRow } from '#components/data-table/phone-row.tsx'
import type { Column } from '#components/data-table/types.ts'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import { FilterSelect } from '#components/ui/select.tsx'
import type { AuditRow } from '#lib/audit/index.ts'
import { Changes } from './changes.tsx'
import { DayField } from './day-field.tsx'
import { AUDIT_PAGE_SIZE, type AuditQuery, auditHref, auditQuery } from './query.ts'

interface AuditTableProps {
  rows: AuditRow[]
  matching: number
  choices: { actors: { key: string; label: string }[]; actions: string[] }
  query: AuditQuery
}

const columns: Column<AuditRow>[] = [
  {
    id: 'at',
    header: 'Time',
    className: 'w-32 whitespace-nowrap',
    cell: (row) => <RelativeTime at={row.at} className="text-muted-foreground" />,
  },
  { id: 'actor', header: 'Actor', className: 'max-w-48 truncate', cell: (row) => <ActorName row={row} /> },
  {
    id: 'action',
    header: 'What',
    className: 'whitespace-nowrap',
    cell: (row) => <span className="font-mono text-xs">{row.action}</span>,
  },
  { id: 'target', header: 'Target', className: 'max-w-80', cell: (row) => <Target row={row} /> },
  { id: 'changes', header: 'Changes', className: 'w-2/5 max-w-0', cell: (row) => <Changes row={row} /> },
]

/** The audit log as a table with its filters; the filters are in the address, and the CSV holds what they leave. */
export function AuditTable({ rows, matching, choices, query }: AuditTableProps) {
  const [busy, startTransition] = useTransition()
  const [filters, setFilters] = useQueryStates(auditQuery, { shallow: false, startTransition })
  const narrowed = Boolean(query.q || query.actor || query.action || query.from || query.to)
  const count = new Intl.NumberFormat('en').format(matching)
  return (
    <>
      <PageHeader
        title="Audit"
        detail={matching === 1 ? '1 change' : `${count} changes${narrowed ? ' match' : ''}`}
        actions={
          <LinkButton
            href={auditHref('/audit/export', { ...query, page: null })}
            prefetch={false}
            icon={<Download />}
            download
          >
            Download CSV
          </LinkButton>
        }
        toolbar={
          <>
            <SearchBox
              label="Search target"
              value={filters.q}
              onChange={(q) => setFilters({ q: q || null, page: null })}
            />
            <FilterSelect
              label="Actor"
              options={choices.actors.map(({ key, label }) => ({ value: key, label }))}
              value={filters.actor}
              onChange={(actor) => setFilters({ actor, page: null })}
            />
            <FilterSelect
              label="What"
              options={choices.actions.map((action) => ({ value: action, label: action }))}
              value={filters.action}
              onChange={(action) => setFilters({ action, page: null })}
            />
            <DayField
              label="From"
              bound="start"
              value={filters.from}
              onChange={(from) => setFilters({ from, page: null })}
            />
            <DayField label="To" bound="end" value={filters.to} onChange={(to) => setFilters({ to, page: null })} />
          </>
        }
      />
      <DataTable
        label="Changes"
        columns={columns}
        rows={rows}
        rowId={(row) => String(row.id)}
        rowName={(row) => `${row.action} ${row.targetLabel}`}
        busy={busy}
        paging={{
          page: query.page,
          pageSize: AUDIT_PAGE_SIZE,
          total: matching,
          href: (page) => auditHref('/audit', { ...query, page }),
        }}
        phoneRow={(row) => (
          <PhoneRow
            title={row.targetLabel}
            titleAside={<RelativeTime at={row.at} />}
            meta={
              <>
                <span className="shrink-0 font-mono">{row.action}</span>
                <Changes row={row} />
              </>
            }
            metaAside={<ActorName row={row} />}
          />
        )}
        empty={
          <EmptyState
            icon={<ScrollText />}
            title={narrowed ? 'No change matches' : 'Nothing was changed yet'}
            actions={narrowed && <LinkButton href="/audit">Show all changes</LinkButton>}
          >
            {narrowed
              ? 'The search looks at the names of targets, and at a kind or an id as a whole.'
              : 'Each change of services, platforms, users and settings will stand here, with who made it.'}
          </EmptyState>
        }
      />
    </>
  )
}

function ActorName({ row }: { row: AuditRow }) {
  return (
    <span title={row.actorKind === 'system' ? 'MCP Ferry itself' : undefined}>
      {row.actor}
      {row.actorKind === 'system' && <span className="text-muted-foreground"> · system</span>}
    </span>
  )
}

function Target({ row }: { row: AuditRow }) {
  return (
    <span className="block truncate">
      <span className="font-medium">{row.targetLabel}</span>{' '}
      <span className="text-muted-foreground">{row.targetKind}</span>
    </span>
  )
}
