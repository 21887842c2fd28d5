/** How fast one platform is worked on: items at a time, found while running. Additive increase, multiplicative decrease. */
export interface Pace {
  /** Items at a time now; whole number. */
  parallel: number
  /** The exact value behind it. */
  limit: number
  /** Mean latency of the most relaxed window, milliseconds. */
  relaxedMs: number | null
  /** Latencies of the window that is being filled. */
  window: number[]
  /** Windows to wait before a next increase, after a decrease. */
  rest: number
  /** Windows since it was last measured what relaxed means. */
  age: number
  /** The limit to go back to, while that is being measured with half as many. */
  resume: number | null
}

/** Items of one platform at a time. */
export const PACE_LIMITS = { least: 1, start: 2, most: 8 } as const

/** A window's mean this many times the relaxed one means that more in parallel only queues up. */
const CROWDED = 2.2
const COMFORTABLE = 1.7
/** After so many windows it is measured anew what relaxed means: the platform may have become slower or faster. */
const MEASURE_EVERY = 30

/** The pace to begin with: what suited this platform last time, held within bounds. */
export function startPace(last?: number): Pace {
  const limit = Math.min(PACE_LIMITS.most, Math.max(PACE_LIMITS.start, Math.round(last ?? PACE_LIMITS.start)))
  return { parallel: limit, limit, relaxedMs: null, window: [], rest: 0, age: 0, resume: null }
}

/** The pace after an item that the platform answered in `ms`. */
export function paceAfterAnswer(pace: Pace, ms: number): Pace {
  const window = [...pace.window, ms]
  if (window.length < Math.max(3, pace.parallel)) return { ...pace, window }
  const mean = window.reduce((sum, each) => sum + each, 0) / window.length
  if (pace.resume !== null)
    return withLimit({ ...pace, relaxedMs: mean, window: [], age: 0, resume: null }, pace.resume)
  // Alone is as relaxed as it gets.
  const relaxedMs = pace.parallel === 1 ? mean : Math.min(mean, pace.relaxedMs ?? mean)
  const settled = { ...pace, relaxedMs, window: [], age: pace.age + 1 }
  if (settled.age >= MEASURE_EVERY) return withLimit({ ...settled, resume: pace.limit }, pace.limit / 2)
  if (mean > relaxedMs * CROWDED) return withLimit({ ...settled, rest: 2 }, pace.limit * 0.75)
  if (pace.rest > 0) return { ...settled, rest: pace.rest - 1 }
  return mean < relaxedMs * COMFORTABLE ? withLimit(settled, pace.limit + 1) : settled
}

/** The pace after the platform reset a connection, timed out or asked for fewer requests. */
export function paceAfterOverload(pace: Pace): Pace {
  return withLimit({ ...pace, window: [], rest: 4, resume: null }, (pace.resume ?? pace.limit) / 2)
}

function withLimit(pace: Pace, limit: number): Pace {
  const held = Math.min(PACE_LIMITS.most, Math.max(PACE_LIMITS.least, limit))
  return { ...pace, limit: held, parallel: Math.max(PACE_LIMITS.least, Math.floor(held)) }
}
