'use server'

import { refresh } from 'next/cache'
import { action } from '#app/server/action.ts'
import type { Role } from '#lib/core/index.ts'
import * as identity from '#lib/identity/index.ts'

/** Adds a user; the one-time link is in the answer, once. */
export const addUser = action(async (ctx, input: { email: string; name: string; role: Role }) => {
  const added = await identity.addUser(ctx, input)
  refresh()
  return added
})

/** Makes a one-time link for a new password. */
export const newPasswordLink = action(async (ctx, input: { id: string }) => {
  const link = await identity.newPasswordLink(ctx, input)
  refresh()
  return link
})

/** Changes a user's role. */
export const changeRole = action(async (ctx, input: { id: string; role: Role }) => {
  await identity.changeRole(ctx, input)
  refresh()
})

/** Disables a user and ends their sessions. */
export const disableUser = action(async (ctx, input: { id: string }) => {
  await identity.disableUser(ctx, input)
  refresh()
})

/** Enables a disabled user. */
export const enableUser = action(async (ctx, input: { id: string }) => {
  await identity.enableUser(ctx, input)
  refresh()
})

/** Removes a user. */
export const removeUser = action(async (ctx, input: { id: string }) => {
  await identity.removeUser(ctx, input)
  refresh()
})
