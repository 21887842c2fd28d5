import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsInteger,
  parseAsIsoDateTime,
  parseAsString,
} from 'nuqs/server'
import type { AuditFilter } from '#lib/audit/index.ts'

export const AUDIT_PAGE_SIZE = 50

/** What of the Audit page lives in its address. `from` and `to` are moments: the browser turns days into them, in its own time zone. */
export const auditQuery = {
  q: parseAsString.withDefault(''),
  actor: parseAsString,
  action: parseAsString,
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  page: parseAsInteger.withDefault(1),
}

export type AuditQuery = inferParserType<typeof auditQuery>

export const loadAuditQuery = createLoader(auditQuery)
export const auditHref = createSerializer(auditQuery)

/** The filter that an address asks for, made good: what is too long is cut, and moments that no event can have are left out. */
export function filterOf({ q, actor, action, from, to }: AuditQuery): AuditFilter {
  return {
    ...(q && { target: q.slice(0, 200) }),
    ...(actor && { actor: actor.slice(0, 200) }),
    ...(action && { action: action.slice(0, 100) }),
    ...(from && sensible(from) && { from }),
    ...(to && sensible(to) && { to }),
  }
}

function sensible(moment: Date): boolean {
  const year = moment.getUTCFullYear()
  return year >= 1970 && year < 9999
}
