import type { AuditChanges } from '#lib/audit/index.ts'
import type { ServiceCredential } from '#lib/core/index.ts'

/** The fields of a service that a person sets, as an audit event names them. */
interface Look {
  name: string
  identifier: string
  iconEmoji: string
  iconColor: string
  description: string
  url: string
  transport: string
  timeoutSeconds: number
  sseReadTimeoutSeconds: number
}

const LOOK_FIELDS = [
  'name',
  'identifier',
  'iconEmoji',
  'iconColor',
  'description',
  'url',
  'transport',
  'timeoutSeconds',
  'sseReadTimeoutSeconds',
] as const satisfies readonly (keyof Look)[]

/** What differs between two states of a service (from nothing: all that was set). A credential is told by its kind and «set», «replaced» or «removed». */
export function serviceChanges(
  before: (Look & { credentialKind: ServiceCredential['kind'] }) | undefined,
  after: Look,
  credential: ServiceCredential | undefined,
): AuditChanges {
  const changes: AuditChanges = {}
  for (const field of LOOK_FIELDS)
    if (before?.[field] !== after[field])
      changes[field] =
        before === undefined
          ? { to: shown(field, after[field]) }
          : { from: shown(field, before[field]), to: shown(field, after[field]) }
  const had = before !== undefined && before.credentialKind !== 'none'
  if (credential !== undefined && credential.kind !== 'none')
    changes.credential = had
      ? { from: before.credentialKind, to: `${credential.kind}, replaced` }
      : { to: `${credential.kind}, set` }
  else if (credential?.kind === 'none' && had) changes.credential = { from: before.credentialKind, to: 'removed' }
  return changes
}

/** A URL's query may hold somebody's key: an audit event says only that there is one. */
function shown(field: keyof Look, value: string | number): string | number {
  if (field !== 'url' || typeof value !== 'string' || !URL.canParse(value)) return value
  const { origin, pathname, search } = new URL(value)
  return search === '' ? value : `${origin}${pathname}?…`
}
