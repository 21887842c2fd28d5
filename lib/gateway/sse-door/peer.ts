import type { CallLine } from '../call-line.ts'
import type { RpcMessage } from '../json-rpc.ts'

/** The service's side of one caller's stream. */
export interface Peer {
  /** Takes one message of the caller; what answers it goes to the stream, its failure too. Never throws. */
  receive(message: RpcMessage, line: CallLine): void
  /** The caller has gone. */
  close(): void
}
