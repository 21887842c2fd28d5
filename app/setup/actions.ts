'use server'

import { openAction } from '#app/server/action.ts'
import { setUp } from '#lib/identity/index.ts'

/** Makes the first admin by the one-time set-up code. */
export const makeFirstAdmin = openAction(({ db, address }, input: { code: string; email: string; password: string }) =>
  setUp(db, input, address),
)
