'use server'

import { action } from '#app/server/action.ts'
import { connectPlatform, platformRemovalImpact, removePlatform, updatePlatform } from '#lib/platforms/index.ts'
import type { ConnectPlatformInput, UpdatePlatformInput } from '#lib/platforms/schema.ts'
import { saveOutcome } from './save-outcome.ts'

export const connectOne = action((ctx, input: ConnectPlatformInput) => saveOutcome(connectPlatform(ctx, input)))
export const changeOne = action((ctx, input: UpdatePlatformInput) => saveOutcome(updatePlatform(ctx, input)))
export const readRemovalImpact = action(platformRemovalImpact)
export const removeOne = action(removePlatform)
