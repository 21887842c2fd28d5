import type { ReactNode } from 'react'
import { durationText } from '#components/time/format.ts'
import { Table, TableCell, TableHead, TableHeadCell, TableRow } from '#components/ui/table.tsx'
import type { CallFigure } from '#lib/calls/index.ts'

interface FigureRowsProps {
  /** What the rows are: «Tool». */
  head: string
  rows: (CallFigure & { key: string; name: ReactNode })[]
}

/** Calls, errors and times, a row each. */
export function FigureRows({ head, rows }: FigureRowsProps) {
  return (
    <div className="overflow-x-auto">
      <Table>
        <TableHead>
          <tr>
            <TableHeadCell>{head}</TableHeadCell>
            <TableHeadCell align="right">Calls</TableHeadCell>
            <TableHeadCell align="right">Errors</TableHeadCell>
            <TableHeadCell align="right">Median</TableHeadCell>
            <TableHeadCell align="right">95 % under</TableHeadCell>
          </tr>
        </TableHead>
        <tbody>
          {rows.map(({ key, name, calls, errors, p50, p95 }) => (
            <TableRow key={key} dense>
              <TableCell className="max-w-60 truncate">{name}</TableCell>
              <TableCell align="right">{calls.toLocaleString('en')}</TableCell>
              <TableCell align="right" className={errors > 0 ? 'text-bad' : 'text-muted-foreground'}>
                {errors.toLocaleString('en')}
              </TableCell>
              <TableCell align="right">{time(p50)}</TableCell>
              <TableCell align="right">{time(p95)}</TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </div>
  )
}

function time(ms: number | null): string {
  return ms === null ? '–' : durationText(ms)
}
