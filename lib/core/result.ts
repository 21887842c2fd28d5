import { randomUUID } from 'node:crypto'
import { databaseFault } from './database-faults.ts'
import { FerryError, type FieldFaults } from './errors.ts'
import { log } from './log.ts'

/** A failure as pages and API clients see it: no stack, no secret. */
export interface PublicError {
  code: string
  message: string
  next?: string
  fields?: FieldFaults
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: PublicError }

/**
 * Turns anything thrown into its public form. A database that is full, read only or away has sentences of its own; what else is not
 * a `FerryError` is a bug: logged with an id, and only the id is shown.
 */
export function publicError(error: unknown): PublicError {
  if (isFerryError(error)) {
    const { code, message, next, fields } = error
    return { code, message, ...(next !== undefined && { next }), ...(fields !== undefined && { fields }) }
  }
  const fault = databaseFault(error)
  if (fault !== undefined) {
    log.error({ err: error }, fault.code)
    return publicError(fault)
  }
  const id = randomUUID().slice(0, 8)
  log.error({ err: error, id }, 'bug')
  return {
    code: 'bug',
    message: `This failed inside MCP Ferry (${id}).`,
    next: 'Try again; if it stays, look for that id in the log.',
  }
}

/** The HTTP status that belongs to a thrown value; 500 for bugs. */
export function errorStatus(error: unknown): number {
  return isFerryError(error) ? error.status : (databaseFault(error)?.status ?? 500)
}

/** `server.ts` and Next's bundles hold two copies of the class in one process, so `instanceof` alone would miss half. */
function isFerryError(error: unknown): error is FerryError {
  if (error instanceof FerryError) return true
  return error instanceof Error && error.name === 'FerryError' && 'code' in error && 'status' in error
}
