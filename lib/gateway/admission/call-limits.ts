export const MINUTE_MS = 60_000

/** The calls of a token that are counted. */
interface Window {
  /** Begin of the minute that is being counted, unix milliseconds. */
  since: number
  calls: number
  /** Calls of the minute before. */
  before: number
}

/** Counts the calls of each token over a sliding minute. */
export interface CallLimits {
  /** Counts `calls` more if the limit leaves room for them: 0, else the seconds after which there is room again. */
  take(tokenId: string, limit: number, calls: number): number | Promise<number>
}

/** Counts in this process alone, and answers at once. */
interface OwnCallLimits extends CallLimits {
  take(tokenId: string, limit: number, calls: number): number
}

/** The sliding minute is estimated from two fixed ones: the share of the last that still lies in it, and this one. */
export function createCallLimits(now: () => number = Date.now): OwnCallLimits {
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
      if (countedCalls(window, passed) + calls <= limit) {
        window.calls += calls
        return 0
      }
      return secondsToWait(window, passed, limit, calls)
    },
  }
}

function countedCalls({ calls, before }: Omit<Window, 'since'>, passedMs: number): number {
  return before * (1 - passedMs / MINUTE_MS) + calls
}

/** Seconds until there is room for `wanted` more, `passedMs` after the minute that is being counted began. */
export function secondsToWait(window: Omit<Window, 'since'>, passedMs: number, limit: number, wanted: number): number {
  // What the minute before still weighs melts away; if that is not enough, this minute has to become the one before.
  const excess = countedCalls(window, passedMs) + wanted - limit
  const melts = window.before > 0 ? (excess / window.before) * MINUTE_MS : Number.POSITIVE_INFINITY
  return Math.max(1, Math.ceil(Math.min(melts, MINUTE_MS - passedMs) / 1000))
}
