'use server'

import { openAction } from '#app/server/action.ts'
import { usePasswordLink } from '#lib/identity/index.ts'

/** Sets the password that a one-time link allows; returns the e-mail to sign in with. */
export const setPasswordByLink = openAction(({ db }, input: { token: string; password: string }) =>
  usePasswordLink(db, input),
)
