import { unstable_rethrow } from 'next/navigation'
import { type Context, publicError, type Result } from '#lib/core/index.ts'
import { currentContext } from './context.ts'

/**
 * Makes a server action of a verb: who asks is looked up, and the outcome comes back as a `Result`, so that a form keeps what was typed.
 * Without a session the result's code is `unauthenticated`, and a dialog can offer signing in again. Redirects pass through.
 */
export function action<I, O>(run: (ctx: Context, input: I) => Promise<O>): (input: I) => Promise<Result<O>> {
  return async (input) => {
    try {
      return { ok: true, value: await run(await currentContext(), input) }
    } catch (error) {
      unstable_rethrow(error)
      return { ok: false, error: publicError(error) }
    }
  }
}
