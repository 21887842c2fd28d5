import type { Context } from '#lib/core/index.ts'
import { log } from '#lib/core/index.ts'
import type { JobDefinition } from '#lib/queue/index.ts'
import { readSettings } from '#lib/settings/index.ts'
import { cleanUpTokens } from './clean-up-tokens.ts'

/** Rolls the tokens of bindings that are older than so many days; given from outside, because runs are made above this folder. */
export type RollOlder = (
  ctx: Context,
  input: { olderThanDays: number; graceSeconds: number },
) => Promise<{ runs: readonly { number: number; platformName: string }[] }>

/** The jobs of this folder, for the worker. */
export function tokenJobs(rollOlder: RollOlder): JobDefinition[] {
  return [cleanUp, rollDue(rollOlder)]
}

const cleanUp: JobDefinition = {
  name: 'token-clean-up',
  schedule: { cron: '41 * * * *', jitterSeconds: 60 },
  parse: () => ({}),
  handle: async ({ db }) => {
    await cleanUpTokens(db)
    return undefined
  },
}

/** Once a day, so that a namespace that refuses its new token is not given another one every hour. */
function rollDue(rollOlder: RollOlder): JobDefinition {
  return {
    name: 'token-roll',
    queue: { retryLimit: 0 },
    schedule: { cron: '23 3 * * *', jitterSeconds: 300 },
    parse: () => ({}),
    handle: async ({ db }) => {
      const { rollTokensAfterDays, rollTokensGraceSeconds } = await readSettings(db)
      if (rollTokensAfterDays === null) return undefined
      const { runs } = await rollOlder(
        { db, actor: { kind: 'system', name: 'Schedule' } },
        { olderThanDays: rollTokensAfterDays, graceSeconds: rollTokensGraceSeconds },
      )
      for (const { number, platformName } of runs)
        log.info({ run: number, platform: platformName }, 'tokens are rolled')
      return undefined
    },
  }
}
