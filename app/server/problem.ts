import { errorStatus, publicError } from '#lib/core/index.ts'

/** A failure as a route handler answers it: problem+json (RFC 9457) with the error's code, sentence and next step. */
export function problem(error: unknown): Response {
  const status = errorStatus(error)
  const { code, message, next, fields } = publicError(error)
  return Response.json(
    { status, title: message, code, ...(next !== undefined && { next }), ...(fields !== undefined && { fields }) },
    { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } },
  )
}
