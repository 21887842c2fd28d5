/** An error as the log keeps it: what it is and where, its causes with it; never the objects that libraries hang on their errors. */
interface LoggedError {
  type: string
  message: string
  code?: string
  stack?: string
  cause?: LoggedError
}

const MOST_CAUSES = 5

/** Leaves of an error what may stand in a log, also where it is handed on as a plain object. What is no error is logged as its text. */
export function logError(error: unknown, depth = 0): LoggedError {
  if (!isLikeError(error)) return { type: typeof error, message: String(error) }
  const { name, message, code, stack, cause } = error
  return {
    type: error instanceof Error ? String(name) : typeof error,
    message,
    ...((typeof code === 'string' || typeof code === 'number') && { code: String(code) }),
    ...(typeof stack === 'string' && { stack }),
    ...(cause !== undefined && depth < MOST_CAUSES && { cause: logError(cause, depth + 1) }),
  }
}

type LikeError = { message: string } & Partial<Record<'name' | 'code' | 'stack' | 'cause', unknown>>

function isLikeError(error: unknown): error is LikeError {
  return typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
}
