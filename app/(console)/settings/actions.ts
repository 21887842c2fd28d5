'use server'

import { refresh } from 'next/cache'
import { action } from '#app/server/action.ts'
import { requestSessionId } from '#app/server/session-cookie.ts'
import * as identity from '#lib/identity/index.ts'
import * as settings from '#lib/settings/index.ts'

/** Changes the reader's own name or keyboard preference. */
export const changeOwnAccount = action(async (ctx, input: { name?: string; singleKeys?: boolean }) => {
  const account = await identity.changeOwnAccount(ctx, input)
  refresh()
  return account
})

/** Replaces the reader's own password; this browser stays signed in, others don't. */
export const changeOwnPassword = action(async (ctx, input: { current: string; password: string }) =>
  identity.changeOwnPassword(ctx, input, await requestSessionId()),
)

/** Changes settings of the whole installation. */
export const changeSettings = action(async (ctx, input: Partial<settings.Settings>) => {
  const changed = await settings.changeSettings(ctx, input)
  refresh()
  return changed
})
