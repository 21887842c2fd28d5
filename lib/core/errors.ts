/** Faults by form field: the field's path (`credential.token`) and a sentence about it. */
export type FieldFaults = Record<string, string>

interface FerryErrorOptions {
  /** What the reader can do next, one sentence. */
  next?: string
  /** Which input is at fault, by field path. */
  fields?: FieldFaults
  cause?: unknown
}

/**
 * A failure that was expected: it has a stable `code` for programs, a sentence for people and a next step.
 * Anything thrown that is not a `FerryError` is a bug, and is shown only as an id (see `result.ts`).
 */
export class FerryError extends Error {
  readonly code: string
  /** The HTTP status a route answers with. */
  readonly status: number
  readonly next: string | undefined
  readonly fields: FieldFaults | undefined

  constructor(code: string, status: number, message: string, options: FerryErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'FerryError'
    this.code = code
    this.status = status
    this.next = options.next
    this.fields = options.fields
  }
}

/** Input that breaks a rule; `fields` names each fault. Status 422. */
export function invalidInput(fields: FieldFaults, message = 'Some fields need another look.'): FerryError {
  return new FerryError('invalid_input', 422, message, { fields, next: 'Correct the marked fields.' })
}

/** The actor may not do this. Status 403. */
export function forbidden(what: string): FerryError {
  return new FerryError('forbidden', 403, `Your role may not ${what}.`, { next: 'Ask an admin.' })
}

/** Nobody is signed in, or the session has ended. Status 401. */
export function unauthenticated(): FerryError {
  return new FerryError('unauthenticated', 401, 'The session has ended.', { next: 'Sign in again.' })
}

/** `what` («The service») is not there, or no longer. Status 404. */
export function notFound(what: string): FerryError {
  return new FerryError('not_found', 404, `${what} does not exist any more.`, { next: 'Reload the page.' })
}

/** The change collides with what is there. Status 409. */
export function conflict(code: string, message: string, options: FerryErrorOptions = {}): FerryError {
  return new FerryError(code, 409, message, options)
}
