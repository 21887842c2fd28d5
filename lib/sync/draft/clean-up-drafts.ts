import { lt, sql } from 'drizzle-orm'
import { syncDrafts } from '#db/schema/index.ts'
import type { JobDefinition } from '#lib/queue/index.ts'

/** Deletes drafts, with the tokens in them, once they have expired. */
export const cleanUpDraftsJob: JobDefinition = {
  name: 'draft-clean-up',
  schedule: { cron: '17 * * * *', jitterSeconds: 60 },
  parse: () => ({}),
  handle: async ({ db }) => {
    await db.delete(syncDrafts).where(lt(syncDrafts.expiresAt, sql`now()`))
    return undefined
  },
}
