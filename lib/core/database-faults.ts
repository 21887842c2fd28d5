import { FerryError } from './errors.ts'

/** Codes by which node and postgres.js say that there is no way to the server. */
const NO_WAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
])
/** SQLSTATEs of a server that shuts down, starts, or has lost the connection (class 08). */
const GONE = /^(08\w{3}|57P0[123])$/

const MOST_CAUSES = 6

/**
 * The sentence for a database that cannot do what it should, through nobody's bug: unreachable, full, read only, out of connections,
 * lacking a permission. Undefined for anything else. Codes are PostgreSQL's SQLSTATEs, appendix A of its manual, and those of
 * node and postgres.js. A mere network code counts only below a failed query, because calls of other kinds fail with the same
 * ones; with `opening` everything that failed was about the database.
 */
export function databaseFault(error: unknown, { opening = false } = {}): FerryError | undefined {
  let below = opening
  let cause = error
  for (let depth = 0; depth < MOST_CAUSES && cause instanceof Error; depth += 1) {
    below ||= 'query' in cause
    const { code } = cause as { code?: unknown }
    const said = typeof code === 'string' ? faultOf(code, cause, below) : undefined
    if (said !== undefined) {
      const [name, message, next, whileSaving = ''] = said
      const unsaved = opening || name === 'database_unreachable' ? '' : ' Nothing was saved.'
      return new FerryError(name, 503, `${message}${unsaved}`, {
        next: opening ? next : `${next}${whileSaving}`,
        cause: error,
      })
    }
    cause = cause.cause
  }
  return undefined
}

/** Code, sentence, next step, and what is added to it while somebody saves something. */
function faultOf(code: string, cause: Error, below: boolean): [string, string, string, string?] | undefined {
  if (GONE.test(code) || (below && NO_WAY.has(code)))
    return [
      'database_unreachable',
      `The database cannot be reached (${code}).`,
      'Look whether it runs and DATABASE_URL is right.',
      ' What was being saved may be lost: look, then try again.',
    ]
  switch (below && code === 'ENOSPC' ? '53100' : code) {
    case '25006':
      return [
        'database_read_only',
        'The database is read only: a standby, or made so by its settings.',
        'Give DATABASE_URL of the primary, or allow writing there.',
      ]
    case '53100':
      return ['database_full', 'The database has no room left on its disk.', 'Make room there, then try again.']
    case '53300':
      return [
        'database_busy',
        'The database takes no more connections.',
        'Try again; if it stays, allow more connections there or run fewer processes.',
      ]
    case '42501':
      return [
        'database_permission',
        `The database refuses a permission: ${cause.message}.`,
        'Let the user of DATABASE_URL own the database, or grant it CREATE and CONNECT on it.',
      ]
    case '28P01':
    case '28000':
      return [
        'database_sign_in',
        `The database does not let this user in: ${cause.message}.`,
        'Correct user and password in DATABASE_URL.',
      ]
    case '3D000':
      return [
        'database_missing',
        `There is no such database: ${cause.message}.`,
        'Create it, or correct its name in DATABASE_URL.',
      ]
    default:
      return undefined
  }
}
