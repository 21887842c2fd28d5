import type { AuditChanges } from '#lib/audit/index.ts'
import type { TokenOptions } from './schema.ts'

/** What of a token a person sets. */
interface Settable {
  name: string
  options: TokenOptions
  expiresAt: Date | null
}

/** What differs between two states of a token (from nothing: all that limits it), as audit events tell it. */
export function tokenChanges(before: Settable | undefined, after: Settable): AuditChanges {
  const shown = ({ name, options, expiresAt }: Settable): Record<string, unknown> => ({
    name,
    allowedTools: options.allowedTools ?? 'all',
    toolPrefix: options.toolPrefix ?? 'none',
    callsPerMinute: options.callsPerMinute ?? 'no limit',
    expiresAt: expiresAt?.toISOString() ?? 'never',
  })
  const [from, to] = [before && shown(before), shown(after)]
  const changes: AuditChanges = {}
  for (const field of Object.keys(to)) {
    if (from === undefined) changes[field] = { to: to[field] }
    else if (JSON.stringify(from[field]) !== JSON.stringify(to[field]))
      changes[field] = { from: from[field], to: to[field] }
  }
  return changes
}
