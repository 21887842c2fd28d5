import { RelativeTime } from '#components/time/relative-time.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import type { ServiceFacts } from '#lib/services/index.ts'
import { editHref } from '../remedy.ts'

/** What the registry says by now about a service that was taken from it; nothing where that is nothing. */
export function RegistryNotice({ service, mayWrite }: { service: ServiceFacts; mayWrite: boolean }) {
  const { registryWarning: warning, origin } = service
  if (warning === null || origin === null) return null
  const since = warning.since !== null && (
    <>
      {' '}
      Seen <RelativeTime at={warning.since} />.
    </>
  )
  const version = `${origin.name} ${origin.version}`
  const said = warning.text === null ? {} : { said: { who: 'The registry', words: warning.text } }
  switch (warning.kind) {
    case 'deprecated':
      return (
        <Notice kind="warn" className="col-span-full" title={`${version} is deprecated in its registry.`} {...said}>
          It may end; look for what follows it.{since}
        </Notice>
      )
    case 'deleted':
      return (
        <Notice kind="warn" className="col-span-full" title={`${version} was deleted from its registry.`} {...said}>
          Registries delete what has ended, and also what is harmful: find out why before it is used further.{since}
        </Notice>
      )
    case 'moved':
      return (
        <Notice
          kind="warn"
          className="col-span-full"
          title={`A newer version of ${origin.name} lives at another URL.`}
          said={{ who: 'The registry', words: warning.text ?? '' }}
          action={mayWrite && <TextLink href={editHref(service.id, 'url')}>Change the URL</TextLink>}
        >
          This service still uses that of {origin.version}.{since}
        </Notice>
      )
  }
}
