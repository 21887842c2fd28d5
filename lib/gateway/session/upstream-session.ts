import { CLIENT_INFO } from '#lib/mcp/index.ts'
import type { Upstream } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import type { GrantedService } from '../grant.ts'
import {
  isAnswer,
  isFailure,
  isNotification,
  isObject,
  isRequest,
  type RpcFailure,
  type RpcId,
  type RpcMessage,
  type RpcNotification,
  type RpcRequest,
  type RpcResult,
  rpcFailure,
  rpcResult,
} from '../json-rpc.ts'
import type { BigTaker } from '../protocol/big-taker.ts'
import { NEWEST_LEGACY_VERSION } from '../protocol/versions.ts'
import type { Channel } from './channel.ts'
import { openChannel } from './open-channel.ts'

/** What a caller asks through a session; ids and progress tokens are its own and are replaced on the way. */
export interface SessionRequest {
  method: string
  params?: Record<string, unknown>
}

export interface SessionRequestOptions {
  /** When it is aborted, the service is told that the request is cancelled. */
  signal: AbortSignal
  /** Progress, under the caller's own token, and whatever else comes in the stream of this request. */
  onNotification?: (notification: RpcNotification) => Promise<void> | undefined
  /** Takes an answer that is too big, under the session's own id; without it such an answer is refused. */
  big?: BigTaker
}

interface Pending {
  /** Something came: the service is not silent. */
  heard(): void
  resolve(answer: RpcResult | RpcFailure | undefined): void
  reject(error: unknown): void
  onNotification: SessionRequestOptions['onNotification']
  /** The caller's token, where it wants to hear of progress. */
  progressToken: unknown
}

/**
 * One legacy conversation with a service, for the requests of one token: opened with no capabilities, many requests at a time. The
 * service's own requests are answered here: `ping`, and everything else with −32601.
 */
export class UpstreamSession {
  /** What the service said at the handshake. */
  initialized: Record<string, unknown> = {}
  private channel: Channel | undefined
  private readonly pending = new Map<RpcId, Pending>()
  private readonly closing = new AbortController()
  /** Milliseconds that a request may wait without a sign, where the transport does not see to it: answers by SSE come on one stream. */
  private readonly patienceMs: number | undefined
  private lastId = 0
  private over: GatewayError | undefined

  private constructor({ transport, sseReadTimeoutSeconds }: GrantedService) {
    this.patienceMs = transport === 'sse' ? sseReadTimeoutSeconds * 1000 : undefined
  }

  /** Opens the conversation: handshake and notification. Throws faults of the service, its refusal among them. */
  static async open(upstream: Upstream, service: GrantedService): Promise<UpstreamSession> {
    const session = new UpstreamSession(service)
    session.channel = await openChannel(
      upstream,
      service,
      { message: (message, of) => session.receive(message, of), ended: (reason) => session.end(reason) },
      { standingStream: false },
    )
    try {
      await session.shakeHands()
      return session
    } catch (error) {
      session.close()
      throw error
    }
  }

  /** Whether it can take no more requests. */
  get isOver(): boolean {
    return this.over !== undefined
  }

  /**
   * The answer to one request, under an id of this session; undefined when `big` has taken it. Throws `session_lost` when the service
   * did not know the session.
   */
  request(request: SessionRequest, options: SessionRequestOptions & { big?: never }): Promise<RpcResult | RpcFailure>
  request(request: SessionRequest, options: SessionRequestOptions): Promise<RpcResult | RpcFailure | undefined>
  request(
    { method, params }: SessionRequest,
    { signal, onNotification, big }: SessionRequestOptions,
  ): Promise<RpcResult | RpcFailure | undefined> {
    if (this.over !== undefined) return Promise.reject(this.over)
    if (signal.aborted) return Promise.reject(signal.reason)
    const id = ++this.lastId
    const { params: sent, progressToken } = withOwnToken(params, id)
    return new Promise((resolve, reject) => {
      const waiting = new AbortController()
      const settle = (how: () => void) => {
        if (!this.pending.delete(id)) return
        signal.removeEventListener('abort', cancel)
        clearTimeout(patience)
        how()
      }
      const giveUp = (reason: unknown) =>
        settle(() => {
          this.cancel(id)
          waiting.abort()
          reject(reason)
        })
      const cancel = () => giveUp(signal.reason)
      const patience =
        this.patienceMs === undefined
          ? undefined
          : setTimeout(
              () => giveUp(new GatewayError('upstream_silent', 'The service did not answer in time.')),
              this.patienceMs,
            )
      this.pending.set(id, {
        heard: () => patience?.refresh(),
        resolve: (answer) => settle(() => resolve(answer)),
        reject: (error) =>
          settle(() => {
            waiting.abort()
            reject(error)
          }),
        onNotification,
        progressToken,
      })
      signal.addEventListener('abort', cancel)
      const taken = { big: false }
      const message = { jsonrpc: '2.0' as const, id, method, ...(sent !== undefined && { params: sent }) }
      this.send(message, waiting.signal, big && noting(big, taken)).then(
        () => taken.big && this.pending.get(id)?.resolve(undefined),
        (error) => this.pending.get(id)?.reject(error),
      )
    })
  }

  /** Takes leave of the service; requests under way fail. */
  close(): void {
    this.end(new GatewayError('session_closed', 'The connection to the service was closed.'))
    this.channel?.close()
  }

  private async shakeHands(): Promise<void> {
    const params = { protocolVersion: NEWEST_LEGACY_VERSION, capabilities: {}, clientInfo: CLIENT_INFO }
    const answer = await this.request({ method: 'initialize', params }, { signal: this.closing.signal })
    if (isFailure(answer))
      throw new GatewayError('handshake_refused', 'The service refused to begin a session.', { cause: answer.error })
    this.initialized = answer.result
    await this.send({ jsonrpc: '2.0', method: 'notifications/initialized' }, this.closing.signal)
  }

  private receive(message: RpcMessage, of: RpcId | undefined): Promise<void> | undefined {
    if (isAnswer(message)) {
      if (message.id !== null) this.pending.get(message.id)?.resolve(message)
    } else if (isRequest(message)) this.answerService(message)
    else if (isNotification(message)) return this.notify(message, of)
    return undefined
  }

  private notify(message: RpcNotification, of: RpcId | undefined): Promise<void> | undefined {
    if (message.method !== 'notifications/progress')
      return of === undefined ? undefined : this.pending.get(of)?.onNotification?.(message)
    const id = message.params?.progressToken
    const waiting = typeof id === 'number' ? this.pending.get(id) : undefined
    waiting?.heard()
    if (waiting?.progressToken === undefined) return undefined
    return waiting.onNotification?.({
      ...message,
      params: { ...message.params, progressToken: waiting.progressToken },
    })
  }

  private answerService({ id, method }: RpcRequest): void {
    const answer =
      method === 'ping' ? rpcResult(id, {}) : rpcFailure(id, -32601, 'This client offers no such capability.')
    this.send(answer, this.closing.signal).catch(ignore)
  }

  private cancel(requestId: RpcId): void {
    const params = { requestId, reason: 'the caller has gone' }
    this.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params }, this.closing.signal).catch(ignore)
  }

  private send(message: RpcMessage, signal: AbortSignal, big?: BigTaker): Promise<void> {
    if (this.channel === undefined || this.over !== undefined)
      return Promise.reject(this.over ?? new Error('no channel'))
    return this.channel.send(message, signal, big)
  }

  private end(reason: GatewayError): void {
    if (this.over !== undefined) return
    this.over = reason
    for (const waiting of [...this.pending.values()]) waiting.reject(reason)
    this.closing.abort(reason)
  }
}

/** The parameters with a progress token that is unique in the session, and the caller's own. */
function withOwnToken(params: Record<string, unknown> | undefined, id: number) {
  const meta = params?._meta
  if (!isObject(meta) || meta.progressToken === undefined) return { params, progressToken: undefined }
  return { params: { ...params, _meta: { ...meta, progressToken: id } }, progressToken: meta.progressToken }
}

/** The same taker, noting that it was needed. */
function noting(big: BigTaker, taken: { big: boolean }): BigTaker {
  return {
    readLimit: big.readLimit,
    bigJson(head, rest) {
      taken.big = true
      return big.bigJson(head, rest)
    },
    eventPiece(bytes, last) {
      taken.big = true
      return big.eventPiece(bytes, last)
    },
  }
}

function ignore(): void {}
