const MINUTE_MS = 60_000

interface Window {
  /** Begin of the minute that is being counted, unix milliseconds. */
  since: number
  calls: number
  /** Calls of the minute before. */
  before: number
}

/** Counts the calls of each token in this process over a sliding minute. */
export interface CallLimits {
  /** Counts `calls` more if the limit leaves room for them: 0, else the seconds after which there is room again. */
  take(tokenId: string, limit: number, calls: number): number
}

/** The sliding minute is estimated from two fixed ones: the share of the last that still lies in it, and this one. */
export function createCallLimits(now: () => number = Date.now): CallLimits {
  const windows = new Map<string, Window>()
  let sweptAt = now()

  function windowOf(tokenId: string, at: number): Window {
    const known = windows.get(tokenId)
    if (known !== undefined && at - known.since < MINUTE_MS) return known
    const adjoins = known !== undefined && at - known.since < 2 * MINUTE_MS
    const fresh = adjoins
      ? { since: known.since + MINUTE_MS, calls: 0, before: known.calls }
      : { since: at, calls: 0, before: 0 }
    windows.set(tokenId, fresh)
    return fresh
  }

  function sweep(at: number): void {
    if (at - sweptAt < MINUTE_MS) return
    sweptAt = at
    for (const [tokenId, { since }] of windows) if (at - since >= 2 * MINUTE_MS) windows.delete(tokenId)
  }

  return {
    take(tokenId, limit, calls) {
      const at = now()
      sweep(at)
      const window = windowOf(tokenId, at)
      const passed = at - window.since
      const counted = window.before * (1 - passed / MINUTE_MS) + window.calls
      if (counted + calls <= limit) {
        window.calls += calls
        return 0
      }
      // What the minute before still weighs melts away; if that is not enough, this minute has to become the one before.
      const excess = counted + calls - limit
      const melts = window.before > 0 ? (excess / window.before) * MINUTE_MS : Number.POSITIVE_INFINITY
      return Math.max(1, Math.ceil(Math.min(melts, MINUTE_MS - passed) / 1000))
    },
  }
}
