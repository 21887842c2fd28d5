import type { CallLine } from '../call-line.ts'
import type { Exchange } from '../exchange.ts'
import {
  isAnswer,
  isFailure,
  isRequest,
  type RpcFailure,
  type RpcId,
  type RpcMessage,
  type RpcRequest,
  type RpcResult,
} from '../json-rpc.ts'
import { legacyToolList, mergeToolPages, type ToolPage } from '../protocol/merge-tools.ts'
import { RefusedByService } from '../protocol/refused-by-service.ts'
import { ownToolCall } from '../protocol/tool-call.ts'
import { type Channel, isSessionLost } from '../session/channel.ts'
import { openChannel } from '../session/open-channel.ts'
import type { DoorStream } from './door-stream.ts'
import type { Peer } from './peer.ts'

/** How the ids of our own requests begin; a caller that begins its own so too only confuses itself. */
const OWN_ID = 'mcp-ferry-page-'

/**
 * A legacy service behind a caller's stream: a conversation of its own, in which everything passes both ways as it is (requests of the
 * service, progress, notifications), except lists and calls of tools.
 */
export class LegacyPeer implements Peer {
  private readonly exchange: Exchange
  private readonly stream: DoorStream
  private readonly over = new AbortController()
  private channel: Channel | undefined
  /** Who waits for an answer that is not passed on as it is: a list of tools, or one of its pages. */
  private readonly waiting = new Map<RpcId, (answer: RpcResult | RpcFailure) => void>()
  private pages = 0

  private constructor(exchange: Exchange, stream: DoorStream) {
    this.exchange = exchange
    this.stream = stream
  }

  /** Opens the conversation, as far as the service's transport has an opening. Throws faults of the service. */
  static async open(exchange: Exchange, stream: DoorStream): Promise<LegacyPeer> {
    const peer = new LegacyPeer(exchange, stream)
    peer.channel = await openChannel(
      exchange.upstream,
      exchange.grant.service,
      { message: (message) => peer.pass(message), ended: () => stream.end() },
      { standingStream: true },
    )
    return peer
  }

  receive(message: RpcMessage, line: CallLine): void {
    const request = isRequest(message) ? message : undefined
    this.carry(message, request, line).catch((error: unknown) => {
      if (this.over.signal.aborted) return
      if (request !== undefined) this.stream.fail(request.id, error)
      // The caller opens another stream, and so another conversation.
      if (isSessionLost(error)) this.stream.end()
    })
  }

  close(): void {
    this.over.abort()
    this.channel?.close()
  }

  private async carry(message: RpcMessage, request: RpcRequest | undefined, line: CallLine): Promise<void> {
    if (request?.method === 'tools/list') return this.listTools(request)
    if (request?.method !== 'tools/call') return this.send(message)
    const params = ownToolCall(this.exchange.grant.policy, request.params)
    line.tool = params.name
    return this.send({ ...request, params })
  }

  private async listTools(request: RpcRequest): Promise<void> {
    const { id, params } = request
    try {
      const first = await this.page(request)
      const whole =
        params?.cursor === undefined
          ? await mergeToolPages(first, (cursor) =>
              this.page({ ...request, id: `${OWN_ID}${++this.pages}`, params: { ...params, cursor } }),
            )
          : first.result
      const result = legacyToolList(this.exchange.grant.policy, whole)
      await this.stream.message({ jsonrpc: '2.0', id, result })
    } catch (error) {
      if (!(error instanceof RefusedByService)) throw error
      await this.stream.message({ ...error.failure, id })
    }
  }

  private page(request: RpcRequest): Promise<ToolPage> {
    return new Promise((resolve, reject) => {
      const settle = (how: () => void) => {
        if (!this.waiting.delete(request.id)) return
        how()
      }
      this.waiting.set(request.id, (answer) =>
        settle(() => {
          if (isFailure(answer)) reject(new RefusedByService(answer))
          else resolve({ result: answer.result, bytes: JSON.stringify(answer.result).length })
        }),
      )
      this.send(request).catch((error: unknown) => settle(() => reject(error)))
    })
  }

  private send(message: RpcMessage): Promise<void> {
    if (this.channel === undefined) return Promise.reject(new Error('no channel'))
    return this.channel.send(message, this.over.signal)
  }

  private pass(message: RpcMessage): Promise<void> | undefined {
    const taker = isAnswer(message) && message.id !== null ? this.waiting.get(message.id) : undefined
    if (taker === undefined) return this.stream.message(message)
    taker(message as RpcResult | RpcFailure)
    return undefined
  }
}
