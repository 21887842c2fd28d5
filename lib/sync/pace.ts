/** How fast one platform is worked on: items at a time, found while running. Additive increase, multiplicative decrease. */
export interface Pace {
  /** Items at a time now; whole number. */
  parallel: number
  /** The exact value behind it. */
  limit: number
  /** Lowest mean latency of a window so far, milliseconds; what a relaxed platform answers like. */
  relaxedMs: number | null
  /** Latencies of the window that is being filled. */
  window: number[]
  /** Windows to wait before a next increase, after a decrease. */
  rest: number
}

export const PACE_LIMITS = { least: 1, start: 2, most: 8 } as const

/** A window's mean this many times the relaxed one means that more in parallel only queues up. */
const CROWDED = 2.2
const COMFORTABLE = 1.7
/** How fast the memory of the relaxed latency fades, so that a platform that became slower is believed. */
const FADE = 1.03

/** The pace to begin with: what suited this platform last time, held within bounds. */
export function startPace(last?: number): Pace {
  const limit = Math.min(PACE_LIMITS.most, Math.max(PACE_LIMITS.start, Math.round(last ?? PACE_LIMITS.start)))
  return { parallel: limit, limit, relaxedMs: null, window: [], rest: 0 }
}

/** The pace after an item that the platform answered in `ms`. */
export function paceAfterAnswer(pace: Pace, ms: number): Pace {
  const window = [...pace.window, ms]
  if (window.length < Math.max(3, pace.parallel)) return { ...pace, window }
  const mean = window.reduce((sum, each) => sum + each, 0) / window.length
  const relaxedMs = Math.min(mean, (pace.relaxedMs ?? mean) * FADE)
  const settled = { ...pace, relaxedMs, window: [] }
  if (mean > relaxedMs * CROWDED) return withLimit({ ...settled, rest: 2 }, pace.limit * 0.75)
  if (pace.rest > 0) return { ...settled, rest: pace.rest - 1 }
  return mean < relaxedMs * COMFORTABLE ? withLimit(settled, pace.limit + 1) : settled
}

/** The pace after the platform reset a connection, timed out or asked for fewer requests. */
export function paceAfterOverload(pace: Pace): Pace {
  return withLimit({ ...pace, window: [], rest: 4 }, pace.limit / 2)
}

function withLimit(pace: Pace, limit: number): Pace {
  const held = Math.min(PACE_LIMITS.most, Math.max(PACE_LIMITS.least, limit))
  return { ...pace, limit: held, parallel: Math.max(PACE_LIMITS.least, Math.floor(held)) }
}
