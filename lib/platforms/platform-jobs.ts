import { z } from 'zod'
import type { Database } from '#db/client.ts'
import { FerryError, log } from '#lib/core/index.ts'
import { type JobDefinition, sendJob } from '#lib/queue/index.ts'
import { platformConnection } from './connection.ts'
import { countProviders } from './count-providers.ts'
import { duePlatforms } from './due-platforms.ts'
import { contactOf, recordContact } from './record-status.ts'
import { refreshPlatform } from './refresh-platform.ts'

const countSchema = z.object({ platformId: z.uuid() })
const MINUTE = 60_000

/** Counts the providers of all namespaces of one platform, because somebody asked or it is new. */
const count: JobDefinition<z.infer<typeof countSchema>> = {
  name: 'platform-count',
  queue: { retryLimit: 0, expireInSeconds: 1800, heartbeat: true },
  parse: (data) => countSchema.parse(data),
  handle: async ({ db, data, signal }) => {
    await unlessRefused(db, data.platformId, async () => {
      const platform = await platformConnection({ db }, data.platformId)
      await countProviders(db, platform, { budgetMs: 20 * MINUTE, onlyDue: false, signal })
    })
    return undefined
  },
}

/** Looks every minute for platforms whose last contact is an interval old. */
const refresh: JobDefinition = {
  name: 'platform-refresh',
  queue: { retryLimit: 0, expireInSeconds: 1800, heartbeat: true },
  schedule: { cron: '* * * * *', jitterSeconds: 20 },
  parse: () => ({}),
  handle: async ({ db, signal }) => {
    for (const id of await duePlatforms(db)) {
      if (signal.aborted) return undefined
      await unlessRefused(db, id, () => refreshPlatform(db, id, { countBudgetMs: 5 * MINUTE, onlyDue: true, signal }))
    }
    return undefined
  },
}

/** A platform that cannot be reached or was removed is no fault of the job: its status tells it. */
async function unlessRefused(db: Database, id: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof FerryError)) throw error
    const contact = contactOf(error)
    if (contact !== undefined) await recordContact(db, id, contact)
    log.info({ platformId: id, code: error.code }, 'platform not looked at')
  }
}

/** The jobs of this folder, for the worker. */
export const platformJobs: JobDefinition[] = [count as JobDefinition, refresh]

/** Queues the counting of a platform's namespaces, in the transaction that made it necessary. */
export function requestCount(db: Database, platformId: string): Promise<void> {
  return sendJob(db, count, { platformId })
}
