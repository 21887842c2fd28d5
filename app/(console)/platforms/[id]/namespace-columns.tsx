'use client'

import type { Column } from '#components/data-table/types.ts'
import type { NamespaceRow } from '#lib/platforms/index.ts'
import { Counted, NamespaceState, OursThere, ProviderFigure } from '../namespace-cells.tsx'

/** The columns of a platform's namespaces. */
export const namespaceColumns: Column<NamespaceRow>[] = [
  {
    id: 'name',
    header: 'Namespace',
    sortable: true,
    cell: (row) => (
      <span className="block max-w-72 truncate font-medium" dir="auto" title={row.name}>
        {row.name}
      </span>
    ),
  },
  {
    id: 'state',
    header: 'State',
    className: 'whitespace-normal py-1.5',
    cell: (row) => <NamespaceState namespace={row} />,
  },
  {
    id: 'providers',
    header: 'MCP providers',
    align: 'right',
    sortable: true,
    sortFirst: 'desc',
    cell: (row) => <ProviderFigure namespace={row} />,
  },
  {
    id: 'services',
    header: 'Ours there',
    sortable: true,
    sortFirst: 'desc',
    cell: (row) => <OursThere namespace={row} />,
  },
  { id: 'counted', header: 'Counted', sortable: true, sortFirst: 'desc', cell: (row) => <Counted namespace={row} /> },
]
