'use client'

import { useState } from 'react'
import { Status } from '#components/status/status.tsx'
import { durationText } from '#components/time/format.ts'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogContent, DialogHeader } from '#components/ui/dialog.tsx'
import { Table, TableCell, TableHead, TableHeadCell, TableRow } from '#components/ui/table.tsx'
import type { PastCheck } from '#lib/services/index.ts'

/** All kept checks as a table, newest first: what the chart shows, in words. */
export function ChecksDialog({ checks }: { checks: PastCheck[] }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="link" onClick={() => setOpen(true)}>
        All checks
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent size="medium">
          <DialogHeader title="Checks" detail="The last 50 are kept, newest first" rule />
          <DialogBody className="p-0 max-md:px-0">
            <Table aria-label="Checks">
              <TableHead>
                <tr>
                  <TableHeadCell>When</TableHeadCell>
                  <TableHeadCell>Verdict</TableHeadCell>
                  <TableHeadCell align="right">Took</TableHeadCell>
                  <TableHeadCell align="right">Tools</TableHeadCell>
                  <TableHeadCell align="right">Pages</TableHeadCell>
                </tr>
              </TableHead>
              <tbody>
                {checks.toReversed().map((check) => (
                  <TableRow key={check.at.getTime()} dense>
                    <TableCell className="whitespace-nowrap text-muted-foreground">
                      <RelativeTime at={check.at} />
                    </TableCell>
                    <TableCell>
                      <span className="flex items-start gap-2.5">
                        <Status state={check.status} />
                        {check.status === 'abnormal' && (
                          <span className="min-w-0 break-words text-muted-foreground">{check.message}</span>
                        )}
                      </span>
                    </TableCell>
                    <TableCell align="right" className="whitespace-nowrap">
                      {durationText(check.ms)}
                    </TableCell>
                    <TableCell align="right">{check.tools ?? '—'}</TableCell>
                    <TableCell align="right">{check.pages ?? '—'}</TableCell>
                  </TableRow>
                ))}
              </tbody>
            </Table>
          </DialogBody>
        </DialogContent>
      </Dialog>
    </>
  )
}
