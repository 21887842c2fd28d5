import { invalidInput } from '#lib/core/index.ts'

const UNIQUE_VIOLATION = '23505'

/** Runs a writing transaction; when another platform has the name already, that is a fault of the field, whichever came second. */
export async function withUniqueName<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw invalidInput(
      { name: `«${name}» is the name of another platform. Choose another one.` },
      `The name «${name}» is taken.`,
    )
  }
}

/** Drizzle wraps the driver's error, and the two drivers' differ in all but the code. */
function isUniqueViolation(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && cause.code === UNIQUE_VIOLATION) return true
  return false
}
