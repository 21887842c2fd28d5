'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Column } from '#components/data-table/types.ts'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { Duration } from '#components/time/duration.tsx'
import { RelativeTime } from '#components/time/relative-time.tsx'
import type { ServiceSummary } from '#lib/services/index.ts'
import type { BindingSummary } from '#lib/sync/schema.ts'
import { COLUMN_HEADERS } from './columns-menu.tsx'
import { NamespacesCell } from './namespaces-cell.tsx'
import { RegistryMark } from './registry-mark.tsx'
import type { OptionalColumn } from './search-params.ts'
import { transportLabel } from './transport.ts'

/** A service with its state in the namespaces it is bound to. */
export type ServiceTableRow = ServiceSummary & { bindings?: BindingSummary }

interface Cells {
  status: (row: ServiceTableRow) => ReactNode
  menu: (row: ServiceTableRow) => ReactNode
}

/** The columns of the table that are shown, name first and menu last. */
export function serviceColumns(shown: readonly OptionalColumn[], cells: Cells): Column<ServiceTableRow>[] {
  const optional: Record<OptionalColumn, Omit<Column<ServiceTableRow>, 'id' | 'header'>> = {
    status: { cell: cells.status, className: 'max-w-85' },
    tools: { cell: (row) => <Figure value={row.toolCount} />, align: 'right', sortFirst: 'desc' },
    transport: {
      cell: (row) => <span className="whitespace-nowrap text-muted-foreground">{transportLabel(row)}</span>,
    },
    namespaces: { cell: (row) => <NamespacesCell summary={row.bindings} />, sortFirst: 'desc' },
    latency: {
      cell: (row) => (row.latencyMs === null ? <None /> : <Duration ms={row.latencyMs} />),
      align: 'right',
      sortFirst: 'desc',
    },
    url: {
      cell: (row) => (
        <span className="block max-w-64 truncate font-mono text-muted-foreground text-xs" title={row.url}>
          {row.url}
        </span>
      ),
    },
    checked: {
      cell: (row) => (
        <span className="whitespace-nowrap text-muted-foreground">
          {row.checkedAt === null ? 'never' : <RelativeTime at={row.checkedAt} />}
        </span>
      ),
      sortFirst: 'desc',
    },
  }
  return [
    { id: 'name', header: 'Name', sortable: true, className: 'max-w-80', cell: (row) => <NameCell service={row} /> },
    ...shown.map((id) => ({ ...optional[id], id, header: COLUMN_HEADERS[id], sortable: id !== 'url' })),
    { id: 'menu', header: 'Actions', hideHeader: true, cell: cells.menu, align: 'right', className: 'w-12' },
  ]
}

function NameCell({ service }: { service: ServiceSummary }) {
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <ServiceIcon name={service.name} icon={service.iconEmoji} background={service.iconColor} />
      <Link
        href={`/services/${service.id}`}
        className="shrink-0 truncate rounded-sm font-medium hover:underline max-w-60"
        dir="auto"
      >
        {service.name}
      </Link>
      <span className="min-w-0 truncate font-mono text-subtle text-xs" title={service.identifier}>
        {service.identifier}
      </span>
      <RegistryMark warning={service.registryWarning} />
    </span>
  )
}

function Figure({ value }: { value: number | null }) {
  return value === null ? <None /> : value.toLocaleString('en')
}

function None() {
  return (
    <span className="text-muted-foreground">
      <span aria-hidden="true">—</span>
      <span className="sr-only">not known</span>
    </span>
  )
}
