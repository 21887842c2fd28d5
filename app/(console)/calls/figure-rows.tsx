import type { ReactNode } from 'react'
import { durationText } from '#components/time/format.ts'
import { Table, TableCell, TableHead, TableHeadCell, TableRow } from '#components/ui/table.tsx'
import type { CallFigure } from '#lib/calls/index.ts'

interface FigureRowsProps {
  /** What the rows are: «Tool». */
  head: string
  rows: (CallFigure & { key: string; name: ReactNode })[]
}

const NUMBER = 'w-24 max-md:w-18'
// On a phone the median must do; the whole is told above.
const P95 = 'w-28 max-md:hidden'

/** Calls, errors and times, a row each. */
export function FigureRows({ head, rows }: FigureRowsProps) {
  return (
    <Table className="table-fixed">
      <TableHead>
        <tr>
          <TableHeadCell>{head}</TableHeadCell>
          <TableHeadCell align="right" className={NUMBER}>
            Calls
          </TableHeadCell>
          <TableHeadCell align="right" className={NUMBER}>
            Errors
          </TableHeadCell>
          <TableHeadCell align="right" className={NUMBER}>
            Median
          </TableHeadCell>
          <TableHeadCell align="right" className={P95}>
            95 % under
          </TableHeadCell>
        </tr>
      </TableHead>
      <tbody>
        {rows.map(({ key, name, calls, errors, p50, p95 }) => (
          <TableRow key={key} dense>
            <TableCell className="md:truncate max-md:py-1.5 max-md:wrap-anywhere">{name}</TableCell>
            <TableCell align="right">{calls.toLocaleString('en')}</TableCell>
            <TableCell align="right" className={errors > 0 ? 'text-bad' : 'text-muted-foreground'}>
              {errors.toLocaleString('en')}
            </TableCell>
            <TableCell align="right">{time(p50)}</TableCell>
            <TableCell align="right" className={P95}>
              {time(p95)}
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  )
}

function time(ms: number | null): string {
  return ms === null ? '–' : durationText(ms)
}
