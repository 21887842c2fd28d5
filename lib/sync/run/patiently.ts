import { setTimeout as sleep } from 'node:timers/promises'
import { PlatformError } from '#lib/platforms/index.ts'

interface Patience {
  /** Milliseconds before each further try. */
  waits: readonly number[]
  /** Ends the waiting: the last failure is thrown. */
  signal: AbortSignal
  /** Whether it may be done twice: then an unknown outcome is tried again too. */
  repeatable: boolean
  onFailure?: () => void
}

/** Tries again what failed for a reason that may pass by itself. Anything else, and the last failure, is thrown. */
export async function patiently<T>(
  work: () => Promise<T>,
  { waits, signal, repeatable, onFailure }: Patience,
): Promise<T> {
  for (const wait of waits) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof PlatformError) || !mayRepeat(error, repeatable)) throw error
      onFailure?.()
      await sleep(wait, undefined, { signal }).catch(() => {})
      if (signal.aborted) throw error
    }
  }
  return work()
}

function mayRepeat({ transient, outcome }: PlatformError, repeatable: boolean): boolean {
  return outcome === 'unknown' ? repeatable : transient
}
