'use server'

import { action } from '#app/server/action.ts'
import { invalidInput } from '#lib/core/index.ts'
import { acceptUnverified, chooseAuthentication, generateForAll, getDraft } from '#lib/sync/index.ts'
import type { DraftView } from '#lib/sync/schema.ts'
import type { AuthEntry } from './use-auth-form.ts'

/** Step 3: keeps the given choices in the draft, one after the other; each by the same verb. */
export const submitAuthentication = action(
  async (ctx, { draftId, entries }: { draftId: string; entries: AuthEntry[] }): Promise<DraftView> => {
    if (!Array.isArray(entries)) throw invalidInput({ entries: 'Is not a list of choices.' })
    let view: DraftView | undefined
    for (const entry of entries) view = await chooseAuthentication(ctx, { ...entry, draftId })
    return view ?? getDraft(ctx, { draftId })
  },
)

/** Step 3: goes on with a service although it was not verified. */
export const submitUnverified = action(acceptUnverified)

/** Step 3: a generated token for every service, or for those that nothing else was chosen for. */
export const submitGenerateForAll = action(generateForAll)
