import type { CallLine } from './call-line.ts'
import type { Grant } from './grant.ts'

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

  endAll(): void {
    for (const { ending } of this.calls) ending.abort(new Error('the gateway stops'))
  }
}
