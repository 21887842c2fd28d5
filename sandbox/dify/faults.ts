/** What goes wrong with one call, and with which: the first that fits method and path, when they are given. */
export interface Fault {
  /** «before»: nothing was applied. «after»: it was, but the answer is lost. */
  readonly kind: 'reset before' | 'reset after' | 'bad gateway after'
  readonly method?: string
  readonly path?: RegExp
  /** How many fitting calls pass unharmed before. */
  readonly skip?: number
}

/** The faults that were ordered and have not happened yet. */
export class FaultQueue {
  #waiting: { fault: Fault; skip: number }[] = []

  add(fault: Fault): void {
    this.#waiting.push({ fault, skip: fault.skip ?? 0 })
  }

  /** The fault that this call meets; each happens once. */
  next({ method, path }: { method: string; path: string }): Fault | undefined {
    const found = this.#waiting.find(
      ({ fault }) => (fault.method ?? method) === method && (fault.path?.test(path) ?? true),
    )
    if (!found) return undefined
    if (found.skip > 0) {
      found.skip -= 1
      return undefined
    }
    this.#waiting = this.#waiting.filter((one) => one !== found)
    return found.fault
  }
}
