import { setTimeout } from 'node:timers/promises'
import type { CallLine } from './call-line.ts'
import { GatewayError } from './gateway-error.ts'
import type { Grant } from './grant.ts'
import { refusals } from './refusals.ts'

const LOOK_MS = 20

/** A call that is being carried. */
export interface OpenCall {
  /** The token as it was presented. */
  token: string
  grant: Grant
  line: CallLine
  /** Aborted with a `GatewayError` where the caller is to be told why. */
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
      if (grant.endsAt !== null && grant.endsAt <= now) ending.abort(refusals.endedToken())
  }

  /**
   * Asks about each token anew. Calls of those that open their service no more are ended, others go on as they began, but no longer
   * than their token. Without the database nothing is known, and a stream is not ended on a guess.
   */
  async recheck(find: (token: string, identifier: string) => Promise<Grant>): Promise<void> {
    const byToken = Map.groupBy(this.calls, ({ token }) => token)
    await Promise.all(
      [...byToken].map(async ([token, calls]) => {
        try {
          const grant = await find(token, calls[0]?.grant.service.identifier ?? '')
          for (const call of calls) call.grant = grant
        } catch (error) {
          if (error instanceof GatewayError && error.status === 401) for (const { ending } of calls) ending.abort(error)
        }
      }),
    )
  }

  /** Ends standing streams at once, and what else is still open after `graceMs`. */
  async drain(graceMs: number): Promise<void> {
    for (const { line, ending } of this.calls) if (isStanding(line)) ending.abort(refusals.stopping())
    const until = Date.now() + graceMs
    while (this.calls.size > 0 && Date.now() < until) await setTimeout(LOOK_MS)
    for (const { ending } of this.calls) ending.abort(refusals.stopping())
  }
}

function isStanding({ method }: CallLine): boolean {
  return method === 'GET' || method === 'subscriptions/listen'
}
