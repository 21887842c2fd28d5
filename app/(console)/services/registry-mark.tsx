import { Status } from '#components/status/status.tsx'
import type { ServiceSummary } from '#lib/services/index.ts'

type Warning = NonNullable<ServiceSummary['registryWarning']>['kind']

/** What a registry says of a service that was taken from it, in a few words. */
export const REGISTRY_WORDS: Record<Warning, string> = {
  deprecated: 'deprecated',
  deleted: 'deleted from its registry',
  moved: 'new URL in its registry',
}

/** The same behind the service's name. */
export const REGISTRY_SENTENCES: Record<Warning, string> = {
  deprecated: 'is deprecated in the registry that it came from',
  deleted: 'was deleted from the registry that it came from',
  moved: 'has a newer version at another URL',
}

/** That the registry warns of a service; nothing where it does not. */
export function RegistryMark({ warning }: { warning: ServiceSummary['registryWarning'] }) {
  if (warning === null) return null
  return (
    <Status state="drifted" className="text-xs">
      {REGISTRY_WORDS[warning.kind]}
    </Status>
  )
}
