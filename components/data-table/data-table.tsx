'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useRef } from 'react'
import { cn } from '#components/cn.ts'
import { Footer } from '#components/data-table/footer.tsx'
import { HeadCell } from '#components/data-table/head.tsx'
import { SelectCell } from '#components/data-table/select-cell.tsx'
import type { Column, RowKey, Selection, Sorting } from '#components/data-table/types.ts'
import { useRowKeys } from '#components/data-table/use-row-keys.ts'
import { useSelecting } from '#components/data-table/use-selecting.ts'
import { Checkbox } from '#components/ui/checkbox.tsx'
import type { Paging } from '#components/ui/pagination.tsx'
import { Table, TableCell, TableHead, TableHeadCell, TableRow } from '#components/ui/table.tsx'
import { useIsPhone } from '#components/ui/use-is-phone.ts'

interface DataTableProps<Row> {
  /** Names the table for screen readers: «MCP services». */
  label: string
  columns: readonly Column<Row>[]
  /** The rows of this page, filtered, sorted and cut by the server. */
  rows: readonly Row[]
  rowId: (row: Row) => string
  /** The row's name, for its checkbox. */
  rowName: (row: Row) => string
  /** Where Enter leads; the name in the row should be a link to the same. */
  rowHref?: (row: Row) => string
  sorting?: Sorting
  selection?: Selection<Row>
  paging?: Paging
  /** Keys that act on the focused row: `c`, `e`. */
  rowKeys?: readonly RowKey<Row>[]
  /** Keys shown in the foot, besides `x select`. */
  keyHints?: readonly { keys: string; label: string }[]
  /** In the foot where nothing is selected. */
  hint?: ReactNode
  /** A row as two lines on a phone: a PhoneRow. Without it the table scrolls sideways. */
  phoneRow?: (row: Row) => ReactNode
  /** On a phone: the page's primary button, in the foot. */
  phoneAction?: ReactNode
  /** In place of the rows where there are none: an EmptyState. */
  empty: ReactNode
  /** New rows are on their way; the old ones stay. */
  busy?: boolean
  /** 36 px rows. */
  dense?: boolean
  /** With its own edge, inside a page or a dialog; otherwise it fills the page below the header. */
  framed?: boolean
  inDialog?: boolean
  className?: string
}

/** A table whose rows the server gives: sorted by links, selected by boxes and keys, two lines a row on a phone. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    label,
    columns,
    rows,
    rowId,
    rowName,
    rowHref,
    sorting,
    selection,
    paging,
    empty,
    dense = false,
    framed = false,
  } = props
  const { rowKeys = [], keyHints = [], hint, phoneRow, phoneAction, busy = false, inDialog = false, className } = props
  const router = useRouter()
  const frame = useRef<HTMLDivElement>(null)
  const phone = useIsPhone()
  const selecting = useSelecting(rows, rowId, selection)
  const { reachable, onRowFocus } = useRowKeys({
    rows,
    rowId,
    frame,
    open: rowHref ? (row) => router.push(rowHref(row)) : undefined,
    toggle: selection ? selecting.toggle : undefined,
    more: rowKeys,
    inDialog,
  })
  const edge = framed ? 'first:pl-4 last:pr-4' : 'first:pl-6 last:pr-6'
  const showTable = phoneRow === undefined || phone !== true
  const showList = phoneRow !== undefined && phone !== false
  const selectCell = (row: Row) => {
    const id = rowId(row)
    return selection ? (
      <SelectCell
        name={rowName(row)}
        checked={selection.selected.has(id)}
        blocked={selection.blocked?.(row) ?? null}
        onToggle={(range) => selecting.toggle(id, range)}
      />
    ) : null
  }
  return (
    <div
      ref={frame}
      className={cn(
        'flex min-h-0 min-w-0 flex-col',
        framed ? 'overflow-clip rounded-lg border bg-card' : 'flex-1 md:min-h-90',
        className,
      )}
    >
      <div aria-busy={busy || undefined} className={cn('relative min-h-0 flex-1 overflow-auto', !framed && 'border-t')}>
        {rows.length === 0 && <div className={framed ? 'p-4' : 'p-6 max-md:p-4'}>{empty}</div>}
        {rows.length > 0 && showTable && (
          <Table aria-label={label} className={cn(phoneRow && 'max-md:hidden')}>
            <TableHead>
              <tr>
                {selection && (
                  <TableHeadCell className={cn('w-10 pr-1', edge)}>
                    <Checkbox
                      className="block"
                      aria-label="Select all on this page"
                      checked={selecting.all}
                      onCheckedChange={selecting.toggleAll}
                    />
                  </TableHeadCell>
                )}
                {columns.map((column) => (
                  <HeadCell key={column.id} column={column} sorting={sorting} className={edge} />
                ))}
              </tr>
            </TableHead>
            <tbody>
              {rows.map((row) => {
                const id = rowId(row)
                const focusing = { tabIndex: id === reachable ? 0 : -1, onFocus: () => onRowFocus(id) }
                return (
                  <TableRow key={id} data-row={id} dense={dense} selected={selection?.selected.has(id)} {...focusing}>
                    {selection && <TableCell className={cn('w-10 pr-1', edge)}>{selectCell(row)}</TableCell>}
                    {columns.map((column) => (
                      <TableCell
                        key={column.id}
                        align={column.align}
                        className={cn('whitespace-nowrap', column.className, edge)}
                      >
                        {column.cell(row)}
                      </TableCell>
                    ))}
                  </TableRow>
                )
              })}
            </tbody>
          </Table>
        )}
        {rows.length > 0 && showList && (
          <ul aria-label={label} className="md:hidden">
            {rows.map((row) => {
              const id = rowId(row)
              return (
                <li
                  key={id}
                  data-row={id}
                  className={cn(
                    'flex min-h-15 items-center gap-4 border-b px-4 py-2',
                    selection?.selected.has(id) && 'bg-selected',
                  )}
                >
                  {selectCell(row)}
                  {phoneRow(row)}
                </li>
              )
            })}
          </ul>
        )}
      </div>
      {(selection || paging) && (
        <Footer
          selection={selection}
          paging={paging}
          hint={hint}
          keyHints={selection ? [{ keys: 'x', label: 'select' }, ...keyHints] : keyHints}
          phoneAction={phoneAction}
          framed={framed}
        />
      )}
    </div>
  )
}
