/** A JSON-RPC error as it came over the wire. */
export interface RpcError {
  code: number
  message: string
  /** Protocol versions that the server says it speaks (`data.supported` of −32022). */
  supported: string[]
}

/** The codes of the 2026-07-28 specification that say which era a server speaks. */
export const HEADER_MISMATCH = -32020
export const MISSING_CLIENT_CAPABILITY = -32021
export const UNSUPPORTED_VERSION = -32022
export const METHOD_NOT_FOUND = -32601

/** Reads a JSON-RPC error out of a body; undefined for anything else. */
export function parseRpcError(text: string | undefined): RpcError | undefined {
  try {
    return rpcError((JSON.parse(text ?? '') as { error?: unknown } | null)?.error)
  } catch {
    return undefined
  }
}

/** Reads the `error` member of a JSON-RPC message, or an error object of the protocol library. */
export function rpcError(error: unknown): RpcError | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const { code, message, data } = error as { code?: unknown; message?: unknown; data?: { supported?: unknown } }
  if (typeof code !== 'number') return undefined
  const supported = data?.supported
  return {
    code,
    message: typeof message === 'string' ? message : '',
    supported: Array.isArray(supported) ? supported.filter((version) => typeof version === 'string') : [],
  }
}

/** A JSON-RPC code with a real minus sign, as sentences show it. */
export function codeText(code: number): string {
  return String(code).replace('-', '−')
}
