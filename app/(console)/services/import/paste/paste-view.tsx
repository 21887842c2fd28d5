'use client'

import { LinkButton } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { ImportOutcome } from '#lib/imports/schema.ts'
import { servicesHref } from '../../search-params.ts'
import { counted } from '../../sync/words.ts'
import { FieldsCard } from './fields-card.tsx'
import { RowsCard } from './rows-card.tsx'
import { SourceCard } from './source-card.tsx'
import { TextLines } from './text-lines.tsx'
import { useImport } from './use-import.ts'

/** The page «Paste or drop»: texts in, a preview at once, and one button. */
export function PasteView() {
  const { texts, values, choices, preview, error, busy, outcome, changeTexts, enter, choose, apply } = useImport()
  return (
    <div className="flex flex-col gap-4 px-6 pb-6 max-md:px-4">
      {outcome !== null && <Imported outcome={outcome} />}
      <SourceCard texts={texts} onChange={changeTexts} />
      {error !== null && (
        <Notice kind="bad" title={error.message} alert>
          {error.fields === undefined ? error.next : Object.values(error.fields).slice(0, 5).join(' ')}
        </Notice>
      )}
      {preview !== null && (
        <>
          <TextLines texts={preview.texts} />
          {preview.fields.length > 0 && <FieldsCard fields={preview.fields} values={values} onEnter={enter} />}
          {preview.rows.length > 0 && (
            <RowsCard
              preview={preview}
              choices={choices}
              onChoose={choose}
              busy={busy}
              onImport={() => void apply().then(() => document.querySelector('main')?.scrollTo({ top: 0 }))}
            />
          )}
        </>
      )}
    </div>
  )
}

/** What was imported, and where it is now. */
function Imported({ outcome: { created, updated, unchanged, left } }: { outcome: ImportOutcome }) {
  const parts = [
    ...(updated > 0 ? [`${updated} updated`] : []),
    ...(unchanged > 0 ? [`${unchanged} unchanged`] : []),
    ...(left > 0 ? [`${left} left out`] : []),
  ]
  return (
    <Notice
      alert
      title={`${counted(created, 'service')} created.`}
      action={<LinkButton href={servicesHref({ sort: 'checked', dir: 'desc' })}>See them</LinkButton>}
    >
      {parts.length > 0 && `${parts.join(', ')}. `}They are being checked now.
    </Notice>
  )
}
