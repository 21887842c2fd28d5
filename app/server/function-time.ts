import { environment, runsServerless } from '#lib/core/index.ts'

/** Kept free before the end of a function, for what is in flight to finish and for handing back the rest. */
const MOST_SPARE_MS = 20_000
const SPARE_SHARE = 0.2

/**
 * Until when (unix milliseconds) a request that came at `began` may keep working or streaming: shortly before Vercel ends its function,
 * which would cut everything in it where it stands. Elsewhere for ever.
 */
export function functionDeadline(began = Date.now()): number {
  if (!runsServerless()) return Number.POSITIVE_INFINITY
  const life = environment().FUNCTION_SECONDS * 1000
  return began + life - Math.min(MOST_SPARE_MS, life * SPARE_SHARE)
}
