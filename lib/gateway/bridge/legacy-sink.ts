import type { CallLine } from '../call-line.ts'
import type { Upstream } from '../exchange.ts'
import type { Grant } from '../grant.ts'
import type { RpcMessage, RpcRequest } from '../json-rpc.ts'
import type { BigTaker } from '../protocol/big-taker.ts'

/** One request of a legacy caller that has no session with its service, whatever door it came through. */
export interface LegacyCall {
  message: RpcRequest
  grant: Grant
  upstream: Upstream
  /** What the access log will say; undefined when its line is written already. */
  line: CallLine | undefined
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal
}

/** Where the messages for a legacy caller go. */
export interface LegacySink extends BigTaker {
  /** Other messages than the answer may come, or silence: a caller that waits for one answer is told that it gets a stream. */
  open(): void
  message(message: RpcMessage): Promise<void> | undefined
  /** The service sent a sign of life. */
  alive(): void
}

/** Answers one request in full. What it throws is the answer, where none was sent. */
export type LegacyCarry = (call: LegacyCall, sink: LegacySink) => Promise<void>
