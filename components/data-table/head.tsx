import { ChevronDown, ChevronUp } from 'lucide-react'
import Link from 'next/link'
import { cn } from '#components/cn.ts'
import type { Column, Sorting } from '#components/data-table/types.ts'
import { TableHeadCell } from '#components/ui/table.tsx'

interface HeadCellProps<Row> {
  column: Column<Row>
  sorting: Sorting | undefined
  className?: string
}

/** A column's head; a sortable one is a link to the other order. */
export function HeadCell<Row>({ column, sorting, className }: HeadCellProps<Row>) {
  const sorted = sorting?.column === column.id ? sorting.direction : null
  const label = column.hideHeader ? <span className="sr-only">{column.header}</span> : column.header
  const next = sorted === null ? (column.sortFirst ?? 'asc') : sorted === 'asc' ? 'desc' : 'asc'
  const Arrow = sorted === 'desc' ? ChevronDown : ChevronUp
  return (
    <TableHeadCell
      align={column.align}
      aria-sort={sorted === null ? undefined : sorted === 'asc' ? 'ascending' : 'descending'}
      className={cn(column.className, className)}
    >
      {sorting && column.sortable ? (
        <Link
          href={sorting.href(column.id, next)}
          scroll={false}
          className={cn(
            'inline-flex min-h-6 items-center gap-1 rounded-sm hover:text-foreground',
            sorted && 'text-foreground',
          )}
        >
          {label}
          {sorted && <Arrow aria-hidden="true" className="size-4" />}
        </Link>
      ) : (
        label
      )}
    </TableHeadCell>
  )
}
