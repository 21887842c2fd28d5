import { GatewayError } from '../gateway-error.ts'
import type { RpcId, RpcMessage } from '../json-rpc.ts'
import type { BigTaker } from '../protocol/big-taker.ts'

/** Messages of a session are read whole, since their ids change on the way; this is what one may have. */
export const MAX_MESSAGE_BYTES = 32 * 1024 * 1024

/** Carries the messages of one legacy conversation with a service, whatever its transport. */
export interface Channel {
  /**
   * Sends one message. Over Streamable HTTP a request is done when the stream that answers it has ended; over SSE when it is accepted.
   * Throws `session_lost` (it was not executed), and faults of the service. `signal` ends the waiting. An answer that `big` finds too
   * big goes to it instead of the listener, where the transport allows that.
   */
  send(message: RpcMessage, signal: AbortSignal, big?: BigTaker): Promise<void>
  /** Takes leave: ends the session at the service, breaks everything off. */
  close(): void
}

export interface ChannelListener {
  /** A message of the service; `of` is the request in whose stream it came, where that is known. A promise holds the service back. */
  message(message: RpcMessage, of: RpcId | undefined): Promise<void> | undefined
  /** The service has ended the conversation. */
  ended(reason: GatewayError): void
}

/** The service does not know the session any more: what was sent was not executed. */
export function sessionLost(): GatewayError {
  return new GatewayError('session_lost', 'The service has ended the session.')
}

export function isSessionLost(error: unknown): boolean {
  return error instanceof GatewayError && error.code === 'session_lost'
}
