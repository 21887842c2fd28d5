/**
 * Why the gateway does not carry a call, or could not. `code` is stable, for the access log; `rpcCode` is outside the ranges of
 * JSON-RPC and MCP (or −32603), `status` the HTTP status. The sentence goes to the caller and names no secret, no address of the
 * service and nothing that a stranger could not know.
 */
export class GatewayError extends Error {
  readonly code: string
  readonly rpcCode: number
  readonly status: number
  /** Headers of the answer: `www-authenticate`, `retry-after`, … */
  readonly headers: Record<string, string>
  /** `error.data` of the JSON-RPC error; undefined for none. */
  readonly data: unknown

  constructor(
    code: string,
    message: string,
    options: {
      rpcCode?: number
      status?: number
      headers?: Record<string, string>
      data?: unknown
      cause?: unknown
    } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'GatewayError'
    this.code = code
    this.rpcCode = options.rpcCode ?? -32603
    this.status = options.status ?? 200
    this.headers = options.headers ?? {}
    this.data = options.data
  }
}
