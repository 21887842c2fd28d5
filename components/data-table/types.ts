import type { ReactNode } from 'react'

/** A column of a data table. */
export interface Column<Row> {
  id: string
  header: string
  /** The header is for screen readers only: menus, charts. */
  hideHeader?: boolean
  cell: (row: Row) => ReactNode
  /** Numbers stand right. */
  align?: 'left' | 'right'
  sortable?: boolean
  /** Direction of the first click, asc by default. */
  sortFirst?: Direction
  /** Classes of head and cells: widths. */
  className?: string
}

/** asc: smallest first. */
type Direction = 'asc' | 'desc'

/** How the rows are sorted, and where another order is to be had. */
export interface Sorting {
  column: string | null
  direction: Direction
  href: (column: string, direction: Direction) => string
}

/** Which rows are selected. The owner keeps the ids, also those of other pages. */
export interface Selection<Row> {
  selected: ReadonlySet<string>
  onChange: (selected: ReadonlySet<string>) => void
  /** Why a row cannot be selected: «Can’t be selected: abnormal. Enter a token for Ledger.»; null where it can. */
  blocked?: (row: Row) => string | null
  /** «Select all 21 that are normal», where more match than the page shows. */
  selectAll?: { label: string; onSelect: () => void; busy?: boolean }
}

/** A single key that acts on the focused row. */
export interface RowKey<Row> {
  keys: string
  label: string
  run: (row: Row) => void
}
