import { sql } from 'drizzle-orm'
import { gatewayCalls } from '#db/schema/index.ts'

/** Up to here each millisecond is a step of its own; above, a step is 2 % longer than the one before. */
const EXACT_MS = 64
const GROWTH = 1.02

/** The step into which a line's milliseconds fall. */
export const stepOfTime = sql<number>`case when ${gatewayCalls.ms} < ${sql.raw(String(EXACT_MS))} then ${gatewayCalls.ms}
  else ${sql.raw(String(EXACT_MS))} + floor(ln(${gatewayCalls.ms}::float8 / ${sql.raw(String(EXACT_MS))}) / ln(${sql.raw(String(GROWTH))}::float8))::int end`

/** The whole milliseconds that a share of the calls (0 to 1) stays under, as `percentile_cont` reckons; above 64 ms within 1 %. Null of no calls. */
export function percentile(times: ReadonlyMap<number, number>, share: number): number | null {
  const steps = [...times].toSorted(([one], [other]) => one - other)
  const calls = steps.reduce((sum, [, number]) => sum + number, 0)
  if (calls === 0) return null
  const place = share * (calls - 1)
  const at = (index: number): number => {
    let before = 0
    for (const [step, number] of steps) {
      before += number
      if (index < before) return msOf(step)
    }
    return msOf(steps.at(-1)?.[0] ?? 0)
  }
  const low = at(Math.floor(place))
  return Math.round(low + (at(Math.ceil(place)) - low) * (place % 1))
}

/** The middle of a step. */
function msOf(step: number): number {
  return step < EXACT_MS ? step : EXACT_MS * GROWTH ** (step - EXACT_MS + 0.5)
}
