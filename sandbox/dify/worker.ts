/** Milliseconds that a piece of work keeps the one worker of a Dify busy. */
export interface Costs {
  /** For each provider in a list. */
  readonly list: number
  readonly create: number
  readonly update: number
}

/** Does work one piece after the other: while one is being done, the next waits. Without costs nothing waits. */
export function worker(costs: Partial<Costs>): (kind: keyof Costs, units: number) => Promise<void> {
  let busy: Promise<void> = Promise.resolve()
  return (kind, units) => {
    const ms = (costs[kind] ?? 0) * units
    if (ms <= 0) return Promise.resolve()
    busy = busy.then(() => new Promise((resolve) => setTimeout(resolve, ms)))
    return busy
  }
}
