import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { AnswerSink } from './exchange.ts'
import { refusedAnswer } from './upstream-errors.ts'

/** How a relayed request ended without an answer that may be told. */
export interface RelayFault {
  error: unknown
  /** Whether the answer had begun to be told. */
  begun: boolean
  /** The status of an answer that must not be told. */
  status?: number
}

/**
 * Gives what undici receives to a sink: no stream object and no promise between, since this is where most calls pass. Calls `done`
 * once, with the fault if there was one.
 */
export class RelayHandler implements Dispatcher.DispatchHandler {
  private readonly sink: AnswerSink
  private readonly signal: AbortSignal
  private readonly done: (fault?: RelayFault) => void
  private controller: Dispatcher.DispatchController | undefined
  private begun = false
  private ended = false

  constructor(sink: AnswerSink, signal: AbortSignal, done: (fault?: RelayFault) => void) {
    this.sink = sink
    this.signal = signal
    this.done = done
  }

  /** Ends the request when its signal is aborted from now on. Called when it has been sent: to listen takes time, too. */
  watch(): void {
    if (!this.ended) this.signal.addEventListener('abort', this.abort)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller
    if (this.signal.aborted) controller.abort(this.signal.reason)
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return
    const refusal = refusedAnswer(status)
    if (refusal !== undefined) {
      this.end({ error: refusal, begun: false, status })
      controller.abort(refusal)
      return
    }
    try {
      this.sink.begin(status, headers, () => controller.abort(new Error('nobody reads the answer')))
      this.begun = true
    } catch (error) {
      this.end({ error, begun: false })
      controller.abort(error as Error)
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.ended) return
    try {
      if (this.sink.piece(chunk)) return
    } catch (error) {
      this.end({ error, begun: this.begun })
      controller.abort(error as Error)
      return
    }
    controller.pause()
    this.sink.onDrain(() => controller.resume())
  }

  onResponseEnd(): void {
    this.end()
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.end({ error, begun: this.begun })
  }

  /** Before a connection is there, nothing can be aborted yet: `onRequestStart` then does it. */
  private readonly abort = (): void => {
    const { reason } = this.signal
    this.controller?.abort(reason)
    this.end({ error: reason, begun: this.begun })
  }

  private end(fault?: RelayFault): void {
    if (this.ended) return
    this.ended = true
    this.signal.removeEventListener('abort', this.abort)
    this.done(fault)
  }
}
