import type { CallFigure } from './figures.ts'
import { percentile } from './times.ts'

/** Adds up counts. */
export class Tally {
  #calls = 0
  #errors = 0
  #toolErrors = 0
  readonly #times = new Map<number, number>()

  add(count: { calls: number; errors: number; toolErrors: number; times: Record<string, number> | null }): void {
    this.#calls += count.calls
    this.#errors += count.errors
    this.#toolErrors += count.toolErrors
    for (const [step, number] of Object.entries(count.times ?? {}))
      this.#times.set(Number(step), (this.#times.get(Number(step)) ?? 0) + number)
  }

  figure(): CallFigure {
    return {
      calls: this.#calls,
      errors: this.#errors,
      toolErrors: this.#toolErrors,
      p50: percentile(this.#times, 0.5),
      p95: percentile(this.#times, 0.95),
    }
  }
}
