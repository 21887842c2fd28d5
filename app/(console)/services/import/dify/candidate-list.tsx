'use client'

import { ClipboardPaste, Search } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { Candidate, ForeignView } from '#lib/sync/schema.ts'
import { counted, listed } from '../../sync/words.ts'
import type { CandidateForm } from './candidate-form.ts'
import { CandidateRow } from './candidate-row.tsx'
import { PasteDialog } from './paste-dialog.tsx'
import type { Row } from './use-candidates.ts'

interface CandidateListProps {
  view: ForeignView
  rows: readonly Row[]
  refused: ReadonlyMap<string, string>
  onChange: (candidate: Candidate, part: Partial<CandidateForm>, pause?: number) => void
  busy: boolean
  onAdopt: (taken: readonly Row[]) => void
}

/** What was found, row by row, with the one button at its foot. */
export function CandidateList({ view, rows, refused, onChange, busy, onAdopt }: CandidateListProps) {
  const [pasting, setPasting] = useState(false)
  const [asking, setAsking] = useState(false)
  const unread = view.namespaces.filter(({ fault }) => fault !== null)
  const ours = view.namespaces.reduce((sum, one) => sum + one.ours, 0)
  const ready = rows.filter(({ readiness }) => readiness === 'ready')
  const bare = rows.filter(({ candidate, form }) => form.take === 'new' && form.url === `${candidate.urlOrigin}/`)
  const places = ready.reduce((sum, { candidate }) => sum + candidate.places.length, 0)
  return (
    <>
      {unread.map(({ id, name, fault }) => (
        <Notice
          key={id}
          kind="bad"
          title={`«${name}» could not be read. ${fault?.message ?? ''}`}
          {...(fault?.platformSaid ? { said: { who: 'Dify', words: fault.platformSaid } } : {})}
        >
          {fault?.next}
        </Notice>
      ))}
      {rows.length === 0 ? (
        unread.length < view.namespaces.length && (
          <EmptyState icon={<Search />} title="Nothing there to adopt">
            {ours === 0
              ? 'The namespaces that were read hold no MCP providers.'
              : `All ${counted(ours, 'MCP provider')} in the namespaces that were read are looked after by MCP Ferry already.`}
          </EmptyState>
        )
      ) : (
        <Card className="overflow-visible">
          <CardHeader
            title={`${counted(rows.length, 'service')} to be`}
            detail={`Made in Dify by hand. Their whole address and token are not readable there.${ours === 0 ? '' : ` ${ours} more are MCP Ferry’s already.`}`}
            aside={
              <>
                {bare.length > 0 && (
                  <Button
                    variant="ghost"
                    size="sm"
                    onClick={() => {
                      for (const { candidate } of bare) onChange(candidate, { url: `${candidate.urlOrigin}/mcp` }, 0)
                    }}
                  >
                    Try /mcp for the empty {bare.length}
                  </Button>
                )}
                <Button size="sm" icon={<ClipboardPaste />} onClick={() => setPasting(true)}>
                  Paste addresses
                </Button>
              </>
            }
          />
          <ul>
            {rows.map((row) => (
              <CandidateRow
                key={row.candidate.key}
                row={row}
                refused={refused.get(row.candidate.key)}
                onChange={onChange}
              />
            ))}
          </ul>
          <div className="sticky bottom-0 z-10 flex min-h-15 items-center gap-3 rounded-b-lg border-t bg-card px-4 py-3 max-md:flex-col max-md:items-stretch">
            <p aria-live="polite" className="min-w-0 flex-1 text-muted-foreground">
              {footNote(rows)}
            </p>
            <Button variant="primary" disabled={ready.length === 0} busy={busy} onClick={() => setAsking(true)}>
              Adopt{ready.length > 0 && ` ${ready.length}`}
            </Button>
          </div>
        </Card>
      )}
      <PasteDialog
        open={pasting}
        onOpenChange={setPasting}
        candidates={rows.map(({ candidate }) => candidate)}
        onFill={(filled) => {
          for (const { key, part } of filled) {
            const row = rows.find(({ candidate }) => candidate.key === key)
            if (row) onChange(row.candidate, row.form.take === 'leave' ? { take: 'new', ...part } : part, 0)
          }
        }}
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Adopt ${counted(ready.length, 'service')} from ${view.platformName}?`}
        description="Nothing is changed in Dify now. Applications there go on as they are."
        confirmLabel={`Adopt ${ready.length}`}
        cancelLabel="Not yet"
        destructive={false}
        onConfirm={() => {
          setAsking(false)
          onAdopt(ready)
        }}
      >
        <p>
          From then on {places === 1 ? 'this provider is' : `these ${places} providers are`} MCP Ferry’s: a
          synchronization may change {places === 1 ? 'it' : 'them'}, and removing a service from a namespace deletes its
          provider in Dify.
        </p>
        <p className="mt-2 text-muted-foreground">{doubts(ready)}</p>
      </ConfirmDialog>
    </>
  )
}

function footNote(rows: readonly Row[]): string {
  const of = (readiness: Row['readiness']) => rows.filter((row) => row.readiness === readiness).length
  const asking = rows.filter(({ tried }) => tried?.state === 'asking').length
  const parts = [
    ...(of('open') > 0 ? [`${of('open')} not filled in`] : []),
    ...(of('faulty') > 0 ? [`${of('faulty')} with a fault`] : []),
    ...(of('left') > 0 ? [`${of('left')} left as they are`] : []),
    ...(asking > 0 ? [`${asking} being asked`] : []),
  ]
  return [`${of('ready')} of ${rows.length} ready`, ...parts].join(' · ')
}

/** What asking has shown of those that are taken: said once more, and forbidden to nobody. */
function doubts(ready: readonly Row[]): string {
  const where = (state: 'warn' | 'fault') =>
    ready
      .filter(({ tried }) => tried !== undefined && tried.state !== 'asking' && tried.state.state === state)
      .map(({ candidate }) => candidate.name)
  const [differ, silent] = [where('warn'), where('fault')]
  return [
    ...(differ.length > 0 ? [`Other tools than in Dify: ${listed(differ)}.`] : []),
    ...(silent.length > 0 ? [`Did not answer as it should: ${listed(silent)}.`] : []),
  ].join(' ')
}
