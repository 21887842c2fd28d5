import type { ServerResponse } from 'node:http'
import { log } from '#lib/core/index.ts'
import type { CallLine } from '../call-line.ts'
import { GatewayError } from '../gateway-error.ts'
import { type RpcId, type RpcMessage, rpcFailure } from '../json-rpc.ts'
import { EVENT_STREAM_HEADERS, eventText, write } from '../protocol/event-text.ts'

const KEEP_ALIVE_MS = 25_000

/** The standing stream of one caller of the older SSE transport: everything that it is told is written here. */
export class DoorStream {
  private readonly response: ServerResponse
  private readonly line: CallLine

  constructor(response: ServerResponse, line: CallLine) {
    this.response = response
    this.line = line
  }

  /** Begins the stream: tells the caller where its messages go. */
  begin(endpoint: string): void {
    this.response.writeHead(200, EVENT_STREAM_HEADERS)
    write(this.response, `event: endpoint\ndata: ${endpoint}\n\n`, this.line)
    const keepAlive = setInterval(() => write(this.response, ': keep-alive\n\n', this.line), KEEP_ALIVE_MS).unref()
    this.response.once('close', () => clearInterval(keepAlive))
  }

  /** The promise, if there is one, is fulfilled when the caller has taken enough to be sent more. */
  message(message: RpcMessage): Promise<void> | undefined {
    return write(this.response, eventText(message), this.line)
  }

  /** Tells the caller why a request of it gets no other answer. */
  fail(id: RpcId, error: unknown): void {
    if (error instanceof GatewayError) this.message(rpcFailure(id, error.rpcCode, error.message, error.data))
    else {
      log.error({ err: error }, 'the gateway failed')
      this.message(rpcFailure(id, -32603, 'The gateway failed.'))
    }
  }

  end(): void {
    this.response.end()
  }
}
