import { headers } from 'next/headers'
import { unstable_rethrow } from 'next/navigation'
import type { Database } from '#db/client.ts'
import { type Context, publicError, type Result } from '#lib/core/index.ts'
import { clientAddress } from '#lib/identity/index.ts'
import { currentContext } from './context.ts'
import { serverDatabase } from './database.ts'

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

/** As `action`, for what is open to people who are not signed in: gives the database and the caller's network address instead. */
export function openAction<I, O>(
  run: (caller: { db: Database; address: string | undefined }, input: I) => Promise<O>,
): (input: I) => Promise<Result<O>> {
  return async (input) => {
    try {
      const { db } = await serverDatabase()
      const address = clientAddress((await headers()).get('x-forwarded-for'))
      return { ok: true, value: await run({ db, address }, input) }
    } catch (error) {
      unstable_rethrow(error)
      return { ok: false, error: publicError(error) }
    }
  }
}
