import { type Pace, paceAfterAnswer, paceAfterOverload, startPace } from './pace.ts'

/** What the pace learns from: how long the platform took, or that it was too much. */
export interface PaceReport {
  overload(): void
  answered(ms: number): void
}

/** Lets so many items of one platform be worked at a time as its pace allows; shared by all lanes of this process. */
export class PaceGate {
  #pace: Pace
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(last: number | undefined) {
    this.#pace = startPace(last)
  }

  get parallel(): number {
    return this.#pace.parallel
  }

  /** Waits for its turn, does `work`, and learns from how long the platform took or that it was too much. */
  async run<T>(work: (report: PaceReport) => Promise<T>): Promise<T> {
    await this.#enter()
    try {
      return await work({
        overload: () => {
          this.#pace = paceAfterOverload(this.#pace)
        },
        answered: (ms) => {
          this.#pace = paceAfterAnswer(this.#pace, ms)
        },
      })
    } finally {
      this.#running -= 1
      this.#admit()
    }
  }

  #enter(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      this.#admit()
    })
  }

  #admit(): void {
    while (this.#running < this.#pace.parallel) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#running += 1
      next()
    }
  }
}

const gates = new Map<string, PaceGate>()

/** The gate of a platform in this process; it begins with the pace that suited last time. */
export function paceGate(platformId: string, last: number | undefined): PaceGate {
  const gate = gates.get(platformId) ?? new PaceGate(last)
  gates.set(platformId, gate)
  return gate
}
