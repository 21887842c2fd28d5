import { setTimeout } from 'node:timers/promises'
import type { CallLine } from './call-line.ts'
import type { Grant } from './grant.ts'

const LOOK_MS = 20

/** A call that is being carried. */
export interface OpenCall {
  /** The token as it was presented. */
  token: string
  grant: Grant
  line: CallLine
  ending: AbortController
}

/** The calls of a process that are open, so that they can be ended with their token. */
export class OpenCalls {
  private readonly calls = new Set<OpenCall>()

  get size(): number {
    return this.calls.size
  }

  add(call: OpenCall): void {
    this.calls.add(call)
  }

  delete(call: OpenCall): void {
    this.calls.delete(call)
  }

  /** Ends those whose token has come to its end by the clock. */
  endExpired(): void {
    const now = Date.now()
    for (const { grant, ending } of this.calls)
      if (grant.endsAt !== null && grant.endsAt <= now) ending.abort(new Error('the token has ended'))
  }

  /** Asks about each token anew and ends the calls of those that open their service no more; those that open it differently go on. */
  async recheck(stillOpens: (token: string, identifier: string) => Promise<boolean>): Promise<void> {
    const byToken = Map.groupBy(this.calls, ({ token }) => token)
    await Promise.all(
      [...byToken].map(async ([token, calls]) => {
        const [first] = calls
        if (first === undefined || (await stillOpens(token, first.grant.service.identifier))) return
        for (const { ending } of calls) ending.abort(new Error('the token has ended'))
      }),
    )
  }

  /** Ends standing streams at once, and what else is still open after `graceMs`. */
  async drain(graceMs: number): Promise<void> {
    for (const { line, ending } of this.calls) if (isStanding(line)) ending.abort(stops())
    const until = Date.now() + graceMs
    while (this.calls.size > 0 && Date.now() < until) await setTimeout(LOOK_MS)
    for (const { ending } of this.calls) ending.abort(stops())
  }
}

function isStanding({ method }: CallLine): boolean {
  return method === 'GET' || method === 'subscriptions/listen'
}

function stops(): Error {
  return new Error('the gateway stops')
}
