'use server'

import { action } from '#app/server/action.ts'
import { discardDraft } from '#lib/sync/index.ts'

export const submitDiscard = action(discardDraft)
