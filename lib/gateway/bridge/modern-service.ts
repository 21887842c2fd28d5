import type { Upstream, UpstreamAnswer } from '../exchange.ts'
import { isFailure, isObject, type RpcRequest } from '../json-rpc.ts'
import { modernHeaders, withEnvelope } from '../protocol/envelope.ts'
import { mergeToolPages, type ToolPage } from '../protocol/merge-tools.ts'
import { type ParamHeader, paramHeadersOf, paramHeaderValues } from '../protocol/param-headers.ts'
import { readAnswer } from '../protocol/read-answer.ts'
import { RefusedByService } from '../protocol/refused-by-service.ts'

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
  private declared: Map<string, ParamHeader[]> | undefined
  private reading: Promise<void> | undefined

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
    this.learn(whole)
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
    if (this.declared !== undefined) return valuesFor(this.declared.get(tool), args)
    return this.readDeclared().then(() => valuesFor(this.declared?.get(tool), args))
  }

  /** Reads the list of tools again, since the service missed a header. */
  async readDeclaredAgain(): Promise<void> {
    await this.readDeclared()
  }

  private async readDiscover(): Promise<Record<string, unknown>> {
    const { result } = await this.page({ jsonrpc: '2.0', id: 'discover', method: 'server/discover' }, NEVER)
    const ttl = typeof result.ttlMs === 'number' && result.ttlMs > 0 ? Math.min(result.ttlMs, MAX_TTL_MS) : 0
    this.discovered = { result, until: Date.now() + ttl }
    return result
  }

  /** Many who need it read it once; nobody's going away ends it for the others. */
  private readDeclared(): Promise<void> {
    this.reading ??= this.listTools({ jsonrpc: '2.0', id: 'tools', method: 'tools/list' }, NEVER)
      .then(
        () => undefined,
        // The call itself will say what is wrong, if anything is.
        () => undefined,
      )
      .finally(() => {
        this.reading = undefined
      })
    return this.reading
  }

  private learn({ tools }: Record<string, unknown>): void {
    const declared = new Map<string, ParamHeader[]>()
    for (const tool of Array.isArray(tools) ? tools : []) {
      if (!isObject(tool) || typeof tool.name !== 'string') continue
      const headers = paramHeadersOf(tool.inputSchema)
      if (headers.length > 0) declared.set(tool.name, headers)
    }
    this.declared = declared
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

function valuesFor(declared: readonly ParamHeader[] | undefined, args: unknown): Record<string, string> {
  return declared === undefined ? NO_HEADERS : paramHeaderValues(declared, args)
}

const NO_HEADERS: Record<string, string> = {}
