import { carryToModern } from '../bridge/carry-to-modern.ts'
import { WholeSink } from '../bridge/whole-sink.ts'
import type { CallLine } from '../call-line.ts'
import type { Exchange } from '../exchange.ts'
import { isRequest, type RpcId, type RpcMessage } from '../json-rpc.ts'
import { MAX_MESSAGE_BYTES } from '../session/channel.ts'
import type { DoorStream } from './door-stream.ts'
import type { Peer } from './peer.ts'

/**
 * A service of the modern era behind a caller's stream: each request goes there by itself. The stream tells the caller's ids apart, so
 * that a cancelled request is broken off at the service.
 */
export class ModernPeer implements Peer {
  private readonly exchange: Exchange
  private readonly stream: DoorStream
  private readonly running = new Map<RpcId, AbortController>()

  constructor(exchange: Exchange, stream: DoorStream) {
    this.exchange = exchange
    this.stream = stream
  }

  receive(message: RpcMessage, line: CallLine): void {
    if (isRequest(message)) {
      const { grant, upstream } = this.exchange
      const cancel = new AbortController()
      this.running.set(message.id, cancel)
      const sink = new WholeSink(MAX_MESSAGE_BYTES, (one) => this.stream.message(one))
      carryToModern({ message, grant, upstream, line, signal: cancel.signal }, sink)
        .catch((error: unknown) => {
          if (!cancel.signal.aborted) this.stream.fail(message.id, error)
        })
        .finally(() => {
          if (this.running.get(message.id) === cancel) this.running.delete(message.id)
        })
    } else if ('method' in message && message.method === 'notifications/cancelled')
      this.running.get(message.params?.requestId as RpcId)?.abort()
  }

  close(): void {
    for (const cancel of this.running.values()) cancel.abort()
  }
}
