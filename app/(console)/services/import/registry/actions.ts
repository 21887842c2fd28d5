'use server'

import { action } from '#app/server/action.ts'
import { askRegistry, refreshRegistry, takeServer } from '#lib/registry/index.ts'

export const refresh = action((ctx) => refreshRegistry(ctx))
export const ask = action((ctx, input: { q: string }) => askRegistry(ctx, input))
export const take = action(takeServer)
