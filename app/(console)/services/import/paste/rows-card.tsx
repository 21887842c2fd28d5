'use client'

import { useMemo, useState } from 'react'
import { type FilterChip, FilterChips } from '#components/status/filter-chips.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { type Choice, type ImportPreview, VERDICTS } from '#lib/imports/schema.ts'
import { counted } from '../../sync/words.ts'
import { ImportRowLine } from './import-row.tsx'
import { VERDICT_LOOKS } from './verdicts.ts'

const PAGE = 100

interface RowsCardProps {
  preview: ImportPreview
  choices: Record<string, Choice>
  onChoose: (keys: readonly string[], choice: Choice) => void
  busy: 'look' | 'import' | null
  onImport: () => void
}

/** What importing does, server by server, with the one button at its foot. */
export function RowsCard({ preview, choices, onChoose, busy, onImport }: RowsCardProps) {
  const [filter, setFilter] = useState('all')
  const [page, setPage] = useState(0)
  const { rows, texts } = preview
  const shown = useMemo(() => rows.filter(({ verdict }) => filter === 'all' || verdict === filter), [rows, filter])
  const pages = Math.max(1, Math.ceil(shown.length / PAGE))
  const at = Math.min(page, pages - 1)
  const count = (verdict: string) => rows.filter((row) => row.verdict === verdict).length
  const chips: FilterChip[] = [
    { id: 'all', word: 'All', count: rows.length },
    ...VERDICTS.filter((verdict) => count(verdict) > 0 || verdict === filter).map((verdict) => ({
      ...{ id: verdict, count: count(verdict) },
      ...VERDICT_LOOKS[verdict],
    })),
  ]
  const taken = count('create') + count('update')
  const missing = preview.fields.filter(({ needed, error }) => needed || error !== null).length
  const conflicts = rows.filter(({ verdict }) => verdict === 'conflict')
  return (
    <Card className="overflow-visible">
      <div className="flex flex-wrap items-center gap-2 rounded-t-lg border-b bg-muted px-4 py-2">
        <h2 className="mr-2 font-semibold text-sm">{counted(rows.length, 'server')}</h2>
        <FilterChips
          label="Filter by verdict"
          chips={chips}
          value={filter}
          onChange={(id) => {
            setFilter(id)
            setPage(0)
          }}
        />
        {conflicts.length > 1 && (
          <span className="ml-auto flex gap-2 max-md:ml-0">
            <Button
              size="sm"
              onClick={() =>
                onChoose(
                  conflicts.map(({ key }) => key),
                  'rename',
                )
              }
            >
              Rename all {conflicts.length}
            </Button>
            <Button
              size="sm"
              onClick={() =>
                onChoose(
                  conflicts.map(({ key }) => key),
                  'skip',
                )
              }
            >
              Skip all {conflicts.length}
            </Button>
          </span>
        )}
      </div>
      <ul aria-label="Servers">
        {shown.slice(at * PAGE, (at + 1) * PAGE).map((row) => (
          <ImportRowLine
            key={row.key}
            row={row}
            text={texts.length > 1 ? (texts[row.text]?.name ?? null) : null}
            choice={choices[row.key]}
            onChoose={(key, choice) => onChoose([key], choice)}
          />
        ))}
      </ul>
      {pages > 1 && (
        <div className="flex items-center gap-2 border-t px-4 py-2 text-muted-foreground">
          {(at * PAGE + 1).toLocaleString('en')}–{Math.min(shown.length, (at + 1) * PAGE).toLocaleString('en')} of{' '}
          {shown.length.toLocaleString('en')}
          <Button size="sm" variant="ghost" disabled={at === 0} onClick={() => setPage(at - 1)}>
            Before
          </Button>
          <Button size="sm" variant="ghost" disabled={at === pages - 1} onClick={() => setPage(at + 1)}>
            Next
          </Button>
        </div>
      )}
      <div className="sticky bottom-0 z-10 flex min-h-15 items-center gap-3 rounded-b-lg border-t bg-card px-4 py-3 max-md:flex-col max-md:items-stretch">
        <p aria-live="polite" className="min-w-0 flex-1 text-muted-foreground">
          {footNote(count, missing)}
        </p>
        <Button
          variant="primary"
          disabled={taken === 0 || missing > 0 || busy === 'look'}
          busy={busy === 'import'}
          onClick={onImport}
        >
          Import{taken > 0 && ` ${taken.toLocaleString('en')}`}
        </Button>
      </div>
    </Card>
  )
}

function footNote(count: (verdict: string) => number, missing: number): string {
  const parts = [
    ...(count('create') > 0 ? [`${count('create')} to create`] : []),
    ...(count('update') > 0 ? [`${count('update')} to update`] : []),
    ...(count('unchanged') > 0 ? [`${count('unchanged')} unchanged`] : []),
    ...(count('conflict') > 0 ? [`${counted(count('conflict'), 'conflict')} left out until you choose`] : []),
    ...(count('stdio') + count('fault') + count('skip') > 0
      ? [`${count('stdio') + count('fault') + count('skip')} left out`]
      : []),
  ]
  const sentence = parts.join(' · ')
  return missing > 0 ? `${counted(missing, 'value')} to fill in first · ${sentence}` : sentence
}
