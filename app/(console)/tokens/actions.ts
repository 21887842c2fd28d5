'use server'

import { refresh } from 'next/cache'
import { action } from '#app/server/action.ts'
import { rollTokens } from '#lib/sync/index.ts'
import * as tokens from '#lib/tokens/index.ts'
import type { CreateTokenInput, RollTokenInput, UpdateTokenInput } from '#lib/tokens/schema.ts'

export const readTools = action(tokens.toolsToAllow)
export const matchingIds = action(tokens.tokenIdsMatching)
export const readSelected = action(tokens.selectedTokens)
export const tryToken = action(tokens.tryToken)

/** Makes a token by hand; its text is in the answer, once. */
export const makeToken = action(async (ctx, input: CreateTokenInput) => {
  const made = await tokens.createToken(ctx, input)
  refresh()
  return made
})

/** Rolls one made by hand; the new one's text is in the answer, once. */
export const rollByHand = action(async (ctx, input: RollTokenInput) => {
  const made = await tokens.rollToken(ctx, input)
  refresh()
  return made
})

/** Begins the runs that give bindings new tokens. */
export const rollInRuns = action(
  async (
    ctx,
    input: { tokenIds: string[]; graceSeconds: number } | { olderThanDays: number; graceSeconds: number },
  ) => {
    const begun = await rollTokens(ctx, input)
    refresh()
    return begun
  },
)

export const changeToken = action(async (ctx, input: UpdateTokenInput) => {
  const outcome = await tokens.updateToken(ctx, input)
  refresh()
  return outcome
})

export const revoke = action(async (ctx, input: { tokenIds: string[] }) => {
  const outcome = await tokens.revokeTokens(ctx, input)
  refresh()
  return outcome
})
