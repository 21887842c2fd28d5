import type { AuditChanges } from '#lib/audit/index.ts'
import type { PlatformRow } from './projection.ts'

type Set = Pick<PlatformRow, 'name' | 'baseUrl' | 'webUrl' | 'authKind' | 'accountEmail'>
const FIELDS = ['name', 'baseUrl', 'webUrl', 'authKind', 'accountEmail'] as const satisfies readonly (keyof Set)[]

/** What differs between two states of a platform (from nothing: all that was set). Of a secret only «set» or «replaced». */
export function platformChanges(before: Set | undefined, after: Set, secretGiven: boolean): AuditChanges {
  const changes: AuditChanges = {}
  for (const field of FIELDS)
    if ((before?.[field] ?? null) !== after[field])
      changes[field] = before === undefined ? { to: after[field] } : { from: before[field], to: after[field] }
  if (secretGiven) changes.secret = { to: before === undefined ? 'set' : 'replaced' }
  return changes
}
