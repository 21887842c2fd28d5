import type { Upstream, UpstreamAnswer } from '../exchange.ts'
import { isFailure, type RpcRequest } from '../json-rpc.ts'
import { modernHeaders, withEnvelope } from '../protocol/envelope.ts'
import { mergeToolPages, type ToolPage } from '../protocol/merge-tools.ts'
import { paramHeaderValues } from '../protocol/param-headers.ts'
import { readAnswer } from '../protocol/read-answer.ts'
import { RefusedByService } from '../protocol/refused-by-service.ts'
import { ToolHeaders } from '../protocol/tool-headers.ts'

/** What an answer may have that is read whole: a page of a list, what `server/discover` says. */
const MAX_PAGE_BYTES = 8 * 1024 * 1024
/** An answer to `server/discover` is believed for a day at most, whatever it says of itself. */
const MAX_TTL_MS = 24 * 60 * 60 * 1000

/**
 * A service of the modern era, as far as its bridge has to know it. One for each `Upstream`, and therefore for each version of the
 * service and credential.
 */
export class ModernService {
  private readonly upstream: Upstream
  private discovered: { result: Record<string, unknown>; until: number } | undefined
  private discovering: Promise<Record<string, unknown>> | undefined
  private readonly headers = new ToolHeaders()

  constructor(upstream: Upstream) {
    this.upstream = upstream
  }

  /** The result of `server/discover`, remembered as long as the service allows. Many ask once. */
  discover(): Promise<Record<string, unknown>> {
    if (this.discovered !== undefined && this.discovered.until > Date.now())
      return Promise.resolve(this.discovered.result)
    this.discovering ??= this.readDiscover().finally(() => {
      this.discovering = undefined
    })
    return this.discovering
  }

  /** Sends a request of a legacy caller as a modern one; its id goes along. */
  send(message: RpcRequest, signal: AbortSignal, paramHeaders: Record<string, string> = {}): Promise<UpstreamAnswer> {
    const body = JSON.stringify(withEnvelope(message))
    return this.upstream.send({ method: 'POST', headers: { ...modernHeaders(message), ...paramHeaders }, body, signal })
  }

  /** All tools of the service as one result of `tools/list`. Throws `RefusedByService` among others. */
  async listTools(message: RpcRequest, signal: AbortSignal): Promise<Record<string, unknown>> {
    const whole = await mergeToolPages(await this.page(message, signal), (cursor) =>
      this.page({ ...message, params: { ...message.params, cursor } }, signal),
    )
    this.headers.learn(whole)
    return whole
  }

  /** One page of the list of tools. */
  async page(message: RpcRequest, signal: AbortSignal): Promise<ToolPage> {
    const answer = await readAnswer(await this.send(message, signal), message.id, MAX_PAGE_BYTES)
    if (isFailure(answer.message)) throw new RefusedByService(answer.message)
    return { result: answer.message.result, bytes: answer.bytes }
  }

  /** The headers `mcp-param-*` of a call, by the tool's schema; without waiting where the list has been read. */
  paramHeaders(tool: string, args: unknown): Record<string, string> | Promise<Record<string, string>> {
    const declared = this.headers.of(tool)
    if (declared !== undefined) return paramHeaderValues(declared, args)
    return this.readHeaders().then(() => paramHeaderValues(this.headers.of(tool) ?? [], args))
  }

  /** Reads the list of tools for their headers, again if it was read: the service missed one. */
  readHeaders(): Promise<void> {
    return this.headers.read(() => this.listTools({ jsonrpc: '2.0', id: 'tools', method: 'tools/list' }, NEVER))
  }

  private async readDiscover(): Promise<Record<string, unknown>> {
    const { result } = await this.page({ jsonrpc: '2.0', id: 'discover', method: 'server/discover' }, NEVER)
    const ttl = typeof result.ttlMs === 'number' && result.ttlMs > 0 ? Math.min(result.ttlMs, MAX_TTL_MS) : 0
    this.discovered = { result, until: Date.now() + ttl }
    return result
  }
}

const NEVER = new AbortController().signal
const services = new WeakMap<Upstream, ModernService>()

/** What is known of the modern service behind an upstream. */
export function modernService(upstream: Upstream): ModernService {
  let service = services.get(upstream)
  if (service === undefined) {
    service = new ModernService(upstream)
    services.set(upstream, service)
  }
  return service
}
