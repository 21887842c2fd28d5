'use client'

import type { ReactNode } from 'react'
import type { Column } from '#components/data-table/types.ts'
import type { TokenSummary } from '#lib/tokens/index.ts'
import { ExpiresCell, ForWhom, LastUsed, PrefixCell, StateCell } from './token-cells.tsx'

interface Cells {
  /** Platforms are told where there are several. */
  platforms: boolean
  roll: ((token: TokenSummary) => void) | undefined
  menu: (token: TokenSummary) => ReactNode
}

/** The columns of the table of tokens. */
export function tokenColumns({ platforms, roll, menu }: Cells): Column<TokenSummary>[] {
  return [
    { id: 'token', header: 'Token', cell: (token) => <PrefixCell token={token} /> },
    {
      id: 'service',
      header: 'For',
      sortable: true,
      cell: (token) => <ForWhom token={token} platforms={platforms} />,
    },
    { id: 'state', header: 'State', sortable: true, cell: (token) => <StateCell token={token} /> },
    {
      id: 'lastUsed',
      header: 'Last used',
      sortable: true,
      sortFirst: 'desc',
      cell: (token) => <LastUsed token={token} />,
    },
    {
      id: 'calls',
      header: 'Calls',
      sortable: true,
      sortFirst: 'desc',
      align: 'right',
      cell: (token) => token.calls.toLocaleString('en'),
    },
    {
      id: 'expires',
      header: 'Expires',
      sortable: true,
      cell: (token) => <ExpiresCell token={token} onRoll={roll && (() => roll(token))} />,
    },
    {
      id: 'created',
      header: 'Made by',
      sortable: true,
      sortFirst: 'desc',
      className: 'max-w-40 truncate',
      cell: (token) => <span className="text-muted-foreground">{token.createdBy}</span>,
    },
    { id: 'menu', header: 'Actions', hideHeader: true, cell: menu, align: 'right', className: 'w-12' },
  ]
}
