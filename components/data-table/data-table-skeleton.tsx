import { cn } from '#components/cn.ts'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Table, TableCell, TableHead, TableHeadCell, TableRow } from '#components/ui/table.tsx'

interface DataTableSkeletonProps {
  /** What is coming, for screen readers: «MCP services». */
  label: string
  /** The headers of the columns that come, '' for one without. */
  columns: readonly string[]
  rows?: number
  /** A box stands before each row. */
  selectable?: boolean
  /** A tile stands before the first column's text. */
  tile?: boolean
  dense?: boolean
  framed?: boolean
}

const widths = ['w-28', 'w-20', 'w-32', 'w-24']

/** A data table before its rows are there: the same heights and columns. */
export function DataTableSkeleton({
  label,
  columns,
  rows = 12,
  selectable,
  tile,
  dense,
  framed,
}: DataTableSkeletonProps) {
  const edge = framed ? 'first:pl-4 last:pr-4' : 'first:pl-6 last:pr-6'
  return (
    <div className={cn('min-h-0 flex-1 overflow-hidden', framed ? 'rounded-lg border bg-card' : 'border-t')}>
      <p role="status" className="sr-only">
        Loading {label}
      </p>
      <Table aria-hidden="true">
        <TableHead>
          <tr>
            {selectable && (
              <TableHeadCell className={cn('w-10 pr-1', edge)}>
                <Skeleton className="size-4" />
              </TableHeadCell>
            )}
            {columns.map((header, index) => (
              <TableHeadCell key={header || `column-${index.toString()}`} className={edge}>
                {header}
              </TableHeadCell>
            ))}
          </tr>
        </TableHead>
        <tbody>
          {Array.from({ length: rows }, (_, row) => `row-${row.toString()}`).map((row, at) => (
            <TableRow key={row} dense={dense} className="hover:bg-transparent">
              {selectable && (
                <TableCell className={cn('w-10 pr-1', edge)}>
                  <Skeleton className="size-4" />
                </TableCell>
              )}
              {columns.map((header, index) => (
                <TableCell key={header || `column-${index.toString()}`} className={edge}>
                  <div className="flex items-center gap-3">
                    {tile && index === 0 && <Skeleton className="size-6 rounded-md" />}
                    <Skeleton className={widths[(at + index) % widths.length]} />
                  </div>
                </TableCell>
              ))}
            </TableRow>
          ))}
        </tbody>
      </Table>
    </div>
  )
}
