'use client'

import { memo } from 'react'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { Glyph } from '#components/status/glyph.tsx'
import { Status } from '#components/status/status.tsx'
import { Select } from '#components/ui/select.tsx'
import type { Choice, ImportRow } from '#lib/imports/schema.ts'
import { choiceWord, VERDICT_LOOKS } from './verdicts.ts'

interface ImportRowLineProps {
  row: ImportRow
  /** Name of its text, when there are several. */
  text: string | null
  choice: Choice | undefined
  onChoose: (key: string, choice: Choice) => void
}

/** One server: what it is at the left, what happens to it at the right. */
export const ImportRowLine = memo(function ImportRowLine({ row, text, choice, onChoose }: ImportRowLineProps) {
  const { state, word } = VERDICT_LOOKS[row.verdict]
  const open = row.asks.length > 0
  return (
    <li
      data-import={row.identifier}
      className="grid grid-cols-[minmax(0,7fr)_minmax(0,5fr)_11rem] items-start gap-x-6 gap-y-2 border-b px-4 py-2.5 [contain-intrinsic-size:auto_60px] [content-visibility:auto] last:border-b-0 max-lg:grid-cols-1"
    >
      <div className="flex min-w-0 gap-3">
        <ServiceIcon name={row.name} icon={row.iconEmoji} background={row.iconColor} size={28} />
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span dir="auto" className="min-w-0 break-words font-medium">
              {row.name}
            </span>
            {row.verdict !== 'stdio' && row.verdict !== 'fault' && (
              <span className="min-w-0 break-all font-mono text-subtle text-xs">{row.identifier}</span>
            )}
          </p>
          {row.url !== '' && <p className="break-all font-mono text-muted-foreground text-xs">{row.url}</p>}
          <p className="text-subtle text-xs">
            {text !== null && <span className="break-all">{text}, </span>}line {row.line.toLocaleString('en')}
          </p>
        </div>
      </div>
      <div className="min-w-0">
        <Status state={state} strong>
          {word}
        </Status>
        {row.reason !== null && (
          <p className={row.verdict === 'fault' ? 'text-bad' : 'text-muted-foreground'}>{row.reason}</p>
        )}
        {row.changes.map(({ field, from, to }) => (
          <p key={field} className="min-w-0 break-words">
            <span className="text-muted-foreground">
              {field}: {from === '' ? 'none' : from} →
            </span>{' '}
            {to === '' ? 'none' : to}
          </p>
        ))}
        {['create', 'update', 'unchanged'].includes(row.verdict) && (
          <p className="text-muted-foreground">
            {open ? `Asks for ${row.asks.join(', ')}` : row.credential === 'None' ? 'No credential' : row.credential}
          </p>
        )}
        {row.notes.map((note) => (
          <p key={note} className="flex gap-2 text-warn text-xs">
            <Glyph state="partial" decorative className="mt-0.5" />
            <span className="min-w-0">{note}</span>
          </p>
        ))}
      </div>
      {row.choices.length > 0 && (
        <Select
          aria-label={`What happens to ${row.name}`}
          size="sm"
          placeholder="Choose"
          options={row.choices.map((each) => ({ value: each, label: choiceWord(each, row) }))}
          value={row.verdict === 'conflict' ? undefined : (choice ?? row.choices[0])}
          onValueChange={(value) => onChoose(row.key, value as Choice)}
        />
      )}
    </li>
  )
})
