import { Glyph } from '#components/status/glyph.tsx'
import type { ImportPreview } from '#lib/imports/schema.ts'
import { counted } from '../../sync/words.ts'

/** Faults of one text that are shown; the rest is counted. */
const MOST_FAULTS = 10

/** What was recognised in each text («Cursor · 12 servers»), and what is wrong with it, by line. */
export function TextLines({ texts }: { texts: ImportPreview['texts'] }) {
  return (
    <ul aria-label="Recognised" className="flex flex-col gap-2" aria-live="polite">
      {texts.map(({ name, format, servers, faults, notes }) => (
        <li key={name}>
          <p>
            <span className="break-all font-medium">{name}</span>
            <span className="text-muted-foreground">
              {' '}
              · {format ?? 'not recognised'}
              {format !== null && ` · ${counted(servers, 'server')}`}
            </span>
          </p>
          {faults.slice(0, MOST_FAULTS).map(({ line, message }) => (
            <p key={`${line} ${message}`} className="mt-0.5 flex gap-2 text-bad">
              <Glyph state="failed" decorative className="mt-1" />
              <span className="min-w-0">
                <span className="font-medium">Line {line.toLocaleString('en')}:</span> {message}
              </span>
            </p>
          ))}
          {faults.length > MOST_FAULTS && (
            <p className="mt-0.5 text-muted-foreground">and {counted(faults.length - MOST_FAULTS, 'fault')} more.</p>
          )}
          {notes.map((note) => (
            <p key={note} className="mt-0.5 text-muted-foreground">
              {note}
            </p>
          ))}
        </li>
      ))}
    </ul>
  )
}
