import { setTimeout as sleep } from 'node:timers/promises'
import { FerryError, log } from '#lib/core/index.ts'

/** Refusals that pass by themselves: the server is not up yet, or others have just taken its connections. */
const PASSING = new Set(['database_unreachable', 'database_busy'])
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5000

/**
 * Opens what may not be up yet: tries again, a little later each time, for up to `seconds`, and says what it waits for. Throws the last
 * refusal, and at once any that waiting does not cure.
 */
export async function waitForDatabase<T>(open: () => Promise<T>, seconds: number): Promise<T> {
  const until = Date.now() + seconds * 1000
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await open()
    } catch (error) {
      if (!(error instanceof FerryError) || !PASSING.has(error.code) || Date.now() + pause > until) throw error
      log.warn({ secondsLeft: Math.round((until - Date.now()) / 1000) }, `${error.message} Waiting for it.`)
      await sleep(pause)
    }
  }
}
