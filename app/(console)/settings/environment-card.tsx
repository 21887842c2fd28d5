import { Card, CardHeader } from '#components/ui/card.tsx'
import { Table, TableCell, TableHead, TableHeadCell, TableRow } from '#components/ui/table.tsx'
import type { EnvironmentFact } from '#lib/settings/index.ts'

/** What the environment sets, read only; of secrets only whether they are set. */
export function EnvironmentCard({ facts }: { facts: EnvironmentFact[] }) {
  return (
    <Card>
      <CardHeader title="What the environment sets" detail="Read when the server starts" />
      <div className="overflow-x-auto">
        <Table aria-label="What the environment sets">
          <TableHead>
            <tr>
              <TableHeadCell>Variable</TableHeadCell>
              <TableHeadCell>Value</TableHeadCell>
              <TableHeadCell>For</TableHeadCell>
            </tr>
          </TableHead>
          <tbody>
            {facts.map(({ name, shown, given, what }) => (
              <TableRow key={name} dense>
                <TableCell className="font-mono text-xs">{name}</TableCell>
                <TableCell className="max-w-72 break-all py-1">
                  <span className="font-mono text-xs">{shown}</span>
                  {!given && shown !== 'not set' && <span className="text-muted-foreground"> default</span>}
                </TableCell>
                <TableCell className="min-w-60 py-1 text-muted-foreground">{what}</TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </div>
    </Card>
  )
}
