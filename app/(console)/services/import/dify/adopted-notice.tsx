import { Anchor } from 'lucide-react'
import { LinkButton } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { Adopted } from '#lib/sync/schema.ts'
import { counted } from '../../sync/words.ts'

/** What was adopted, and what the next synchronization will change of it. */
export function AdoptedNotice({ adopted }: { adopted: Adopted }) {
  const { created, linked, providers, namespaces, notes } = adopted
  const what = [
    ...(created > 0 ? [counted(created, 'new service')] : []),
    ...(linked > 0 ? [counted(linked, 'registered service')] : []),
  ].join(' and ')
  return (
    <Notice
      title={`Adopted: ${what}, ${counted(providers, 'provider')} in ${counted(namespaces, 'namespace')}.`}
      action={
        <LinkButton icon={<Anchor />} href="/services">
          Show services
        </LinkButton>
      }
      alert
    >
      Nothing was changed in Dify. {created > 0 && 'New services are being checked.'}
      {notes.length > 0 && (
        <ul className="mt-1 list-disc pl-4">
          {notes.slice(0, 20).map((note) => (
            <li key={note}>{note}</li>
          ))}
          {notes.length > 20 && <li>{notes.length - 20} more of the kind.</li>}
        </ul>
      )}
    </Notice>
  )
}
