import { createOutbound } from '#lib/core/index.ts'
import { type Answer, beginAnswer, excerpt, noteHead, settles } from './answer.ts'
import { exchangeStep } from './exchange-step.ts'
import type { ExchangeStep, McpTarget } from './report.ts'

export interface WireOptions {
  signal?: AbortSignal
  /** CIDR ranges that are never called; default `OUTBOUND_DENY`. */
  deny?: string
  /** Bytes over all answers; default 8 MB. */
  maxBytes?: number
}

/** Thrown in place of an answer that settles the matter: it ends whatever the protocol's library would have tried next. */
export class SettledByAnswer extends Error {}

/** An answer ended and did not hold the response to its request: the protocol library would wait for it until the deadline. */
export class UnansweredError extends Error {}

/** What the library may take to go on after an answer has ended. */
const GO_ON_MS = 1000

/**
 * What one check has to do with the network: fetches under one deadline and one budget of bytes, and a record of each
 * answer, since the protocol library's errors do not carry all of it.
 */
export class Wire {
  readonly answers: Answer[] = []
  readonly target: McpTarget
  readonly startedAt = performance.now()
  /** Ends at the deadline, at the caller's wish, or when an answer broke off. */
  readonly signal: AbortSignal
  timedOut = false
  private readonly outbound
  private readonly ending = new AbortController()
  private readonly callerSignal: AbortSignal | undefined
  private readonly timer: NodeJS.Timeout

  constructor(target: McpTarget, options: WireOptions = {}) {
    const { deny, maxBytes } = options
    this.target = target
    this.callerSignal = options.signal
    this.outbound = createOutbound({ ...(deny !== undefined && { deny }), ...(maxBytes !== undefined && { maxBytes }) })
    this.signal = AbortSignal.any([this.ending.signal, ...(options.signal ? [options.signal] : [])])
    this.timer = setTimeout(() => {
      this.timedOut = true
      this.ending.abort(new Error('deadline'))
    }, target.deadlineMs)
  }

  /** Whether the caller gave up, as distinct from the deadline. */
  get cancelled(): boolean {
    return this.callerSignal?.aborted === true
  }

  /** Milliseconds since the beginning. */
  get ms(): number {
    return Math.round(performance.now() - this.startedAt)
  }

  /** The newest answer, the farewell (ending a session) left out. */
  get last(): Answer | undefined {
    return this.answers.findLast(({ http }) => http !== 'DELETE')
  }

  /** The work's result, or a rejection as soon as the wire ends: some waits in the protocol library know no signal. */
  race<T>(work: Promise<T>): Promise<T> {
    work.catch(() => undefined)
    return new Promise((resolve, reject) => {
      if (this.signal.aborted) reject(this.signal.reason)
      this.signal.addEventListener('abort', () => reject(this.signal.reason), { once: true })
      work.then(resolve, reject)
    })
  }

  /** A recorded fetch. Redirects and statuses that say nothing about the protocol are thrown as `SettledByAnswer`. */
  readonly fetch = async (url: string | URL, init: RequestInit = {}): Promise<Response> => {
    this.signal.throwIfAborted()
    const answer = beginAnswer(init)
    this.answers.push(answer)
    const started = performance.now()
    const signal = init.signal ? AbortSignal.any([this.signal, init.signal]) : this.signal
    try {
      const response = await this.outbound.fetch(url, { ...init, signal })
      answer.ms = Math.round(performance.now() - started)
      noteHead(answer, response)
      if (response.status < 300) return this.watched(answer, response, init.signal ?? undefined)
      answer.text = await excerpt(response)
      if (settles(response.status)) throw new SettledByAnswer(`HTTP ${response.status}`)
      return new Response(answer.text, { status: response.status, headers: response.headers })
    } catch (error) {
      answer.ms = Math.round(performance.now() - started)
      answer.failure ??= error
      throw error
    }
  }

  /** As `fetch`, without throwing for any status, and not part of the record: for what is asked beside the protocol. */
  readonly aside = (url: string | URL, init: RequestInit = {}): Promise<Response> =>
    this.outbound.fetch(url, {
      ...init,
      signal: init.signal ? AbortSignal.any([this.signal, init.signal]) : this.signal,
    })

  exchange(): ExchangeStep[] {
    return this.answers.map((answer) => exchangeStep(answer, this.target.url))
  }

  async close(): Promise<void> {
    clearTimeout(this.timer)
    this.ending.abort(new Error('closed'))
    await this.outbound.close()
  }

  private expectProgress(answer: Answer): void {
    const carriesResponse =
      answer.http === 'POST' && answer.rpc?.startsWith('notifications/') === false && answer.status !== 202
    // With an event stream beside it, the response comes there.
    if (!carriesResponse || this.answers.some(isOpenStream)) return
    const seen = this.answers.length
    setTimeout(() => {
      if (this.answers.length === seen) this.ending.abort(new UnansweredError('no response in the answer'))
    }, GO_ON_MS).unref()
  }

  /** Passes the body on; when it breaks off, everything ends at once instead of waiting for the deadline. */
  private watched(answer: Answer, response: Response, own: AbortSignal | undefined): Response {
    if (response.body === null) return response
    const reader = response.body.getReader()
    let left = false
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        try {
          const { done, value } = await reader.read()
          if (done) {
            controller.close()
            this.expectProgress(answer)
          }
          if (!done) controller.enqueue(value)
        } catch (error) {
          if (!left && !this.signal.aborted && own?.aborted !== true) {
            answer.failure = error
            this.ending.abort(error)
          }
          controller.error(error)
        }
      },
      cancel: (reason) => {
        left = true
        return reader.cancel(reason)
      },
    })
    return new Response(body, { status: response.status, headers: response.headers })
  }
}

function isOpenStream({ http, status, contentType, failure }: Answer): boolean {
  return http === 'GET' && status === 200 && contentType === 'text/event-stream' && failure === undefined
}
