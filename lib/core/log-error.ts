/** An error as the log keeps it: what it is and where, its causes with it; never the objects that libraries hang on their errors. */
interface LoggedError {
  type: string
  message: string
  code?: string
  stack?: string
  cause?: LoggedError
}

const MOST_CAUSES = 5

/** Leaves of an error what may stand in a log. What is no error is logged as its text. */
export function logError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) }
  const { code } = error as { code?: unknown }
  return {
    type: error.name,
    message: error.message,
    ...((typeof code === 'string' || typeof code === 'number') && { code: String(code) }),
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(error.cause !== undefined && depth < MOST_CAUSES && { cause: logError(error.cause, depth + 1) }),
  }
}
