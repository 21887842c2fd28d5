import { type FerryError, invalidInput } from '#lib/core/index.ts'

/** PostgreSQL's code for a row that breaks a unique rule. */
const UNIQUE_VIOLATION = '23505'

/**
 * Runs a writing transaction; when another one took the same identifier first (two tabs, two people), that is a fault of the
 * field and not a bug, whichever of the two came second.
 */
export async function withUniqueIdentifier<T>(identifier: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (isUniqueViolation(error)) throw identifierTaken(identifier)
    throw error
  }
}

function identifierTaken(identifier: string): FerryError {
  return invalidInput(
    { identifier: `«${identifier}» belongs to another service. Choose another identifier.` },
    `The identifier «${identifier}» is taken.`,
  )
}

/** Drizzle wraps the driver's error, and PGlite's differs from postgres.js's in all but the code. */
function isUniqueViolation(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && cause.code === UNIQUE_VIOLATION) return true
  return false
}
