import { Notice } from '#components/ui/notice.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import type { RegistryServer } from '#lib/registry/index.ts'

/** What the registry says of a server, and what speaks against taking it. */
export function ServerAbout({ server }: { server: RegistryServer }) {
  const { description, websiteUrl, repositoryUrl, services, status, statusMessage } = server
  return (
    <>
      {description !== '' && <p dir="auto">{description}</p>}
      {(websiteUrl !== null || repositoryUrl !== null) && (
        <p className="flex flex-wrap gap-x-4 gap-y-1">
          {websiteUrl !== null && (
            <TextLink href={websiteUrl} external>
              {new URL(websiteUrl).host}
            </TextLink>
          )}
          {repositoryUrl !== null && (
            <TextLink href={repositoryUrl} external>
              Source at {new URL(repositoryUrl).host}
            </TextLink>
          )}
        </p>
      )}
      {status !== 'active' && (
        <Notice
          kind="warn"
          title={status === 'deleted' ? 'It was deleted from the registry.' : 'It is deprecated.'}
          {...(statusMessage !== null && { said: { who: 'The registry', words: statusMessage } })}
        >
          {status === 'deprecated' && 'It may end; look for what follows it.'}
        </Notice>
      )}
      {services.length > 0 && (
        <Notice
          title={services.length === 1 ? 'It was taken already:' : `It was taken ${services.length} times already:`}
        >
          {services.slice(0, 5).map(({ id, name }, index) => (
            <span key={id}>
              {index > 0 && ', '}
              <TextLink href={`/services/${id}`} inline>
                {name}
              </TextLink>
            </span>
          ))}
          {services.length > 5 && ' and more'}.
        </Notice>
      )}
      {server.remotes.length === 0 && (
        <Notice title="It needs hosting.">
          The registry lists no URL for it
          {server.packages.length > 0 && <>, only packages ({server.packages.join(', ')})</>}. Once somebody runs it
          behind a URL,{' '}
          <TextLink href="/services?form=new" inline>
            add it as a service
          </TextLink>
          .
        </Notice>
      )}
    </>
  )
}
