import { type Asked, Caller, type Target } from './target.ts'

/** One turn at one target. */
export interface Turn {
  /** Median and 99th percentile of the calls' times, milliseconds. */
  p50: number
  p99: number
  callsPerSecond: number
  /** Processor time of the server between for each call, microseconds. */
  cpuMicroseconds: number
}

/** How long each connection calls before the clock starts: a process that waited for its turn begins slowly. */
const WARM_UP_MS = 150

/**
 * Calls a target over `parallel` connections for `ms` milliseconds, one call after the other on each. `cpuSeconds` is what the server
 * between has used so far. Throws when a call fails or its answer is shorter than what was asked for.
 */
export async function takeTurn(
  target: Target,
  { asked, parallel, ms }: { asked: Asked; parallel: number; ms: number },
  cpuSeconds: () => number,
): Promise<Turn> {
  const callers = Array.from({ length: parallel }, () => new Caller(target))
  try {
    await Promise.all(callers.map((caller) => warmUp(caller, asked)))
    const times: number[] = []
    const cpuBefore = cpuSeconds()
    const began = performance.now()
    await Promise.all(callers.map((caller) => callUntil(began + ms, caller, asked, times)))
    const seconds = (performance.now() - began) / 1000
    const cpuMicroseconds = ((cpuSeconds() - cpuBefore) / times.length) * 1e6
    times.sort((left, right) => left - right)
    return { p50: at(times, 0.5), p99: at(times, 0.99), callsPerSecond: times.length / seconds, cpuMicroseconds }
  } catch (error) {
    throw new Error(`${target.name}: ${error instanceof Error ? error.message : error}`, { cause: error })
  } finally {
    for (const caller of callers) caller.close()
  }
}

async function warmUp(caller: Caller, asked: Asked): Promise<void> {
  await caller.open()
  const first = await caller.call(asked, { keep: true })
  expectWhole(asked, first.text)
  const until = performance.now() + WARM_UP_MS
  while (performance.now() < until) await caller.call(asked)
}

async function callUntil(until: number, caller: Caller, asked: Asked, times: number[]): Promise<void> {
  let now = performance.now()
  do {
    const since = now
    const { bytes } = await caller.call(asked)
    now = performance.now()
    if (bytes < (asked.bytes ?? 0)) throw new Error(`an answer was cut short at ${bytes} bytes`)
    times.push(now - since)
  } while (now < until)
}

/** The first answer is read: a fast error is no fast answer. */
function expectWhole({ bytes, events }: Asked, text: string): void {
  const whole =
    events === undefined
      ? text.includes('"result"') && text.length > (bytes ?? 0)
      : text.split('notifications/progress').length - 1 === events && text.includes('"result"')
  if (!whole) throw new Error(`the answer is something else: ${text.slice(0, 300)}`)
}

function at(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
