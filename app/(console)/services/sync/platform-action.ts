'use server'

import { action } from '#app/server/action.ts'
import { choosePlatform } from '#lib/sync/index.ts'

/** Step 1: keeps the platform and the name in the draft. */
export const submitPlatform = action(choosePlatform)
