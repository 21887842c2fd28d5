import type { JobDefinition } from '#lib/queue/index.ts'
import { readSettings } from '#lib/settings/index.ts'
import { DAY_MS, forgetDays, rollUpDays } from './roll-up-days.ts'

/** Counts the days that are over, and forgets them when their lines are forgotten. */
const countDays: JobDefinition = {
  name: 'calls-count-days',
  queue: { retryLimit: 0, expireInSeconds: 1800 },
  schedule: { cron: '7 * * * *', jitterSeconds: 60 },
  parse: () => ({}),
  handle: async ({ db }) => {
    const now = new Date()
    await rollUpDays(db, now)
    const { accessLogDays } = await readSettings(db)
    await forgetDays(db, new Date(now.getTime() - accessLogDays * DAY_MS))
    return undefined
  },
}

/** The jobs of this folder, for the worker. */
export const callJobs: JobDefinition[] = [countDays]
