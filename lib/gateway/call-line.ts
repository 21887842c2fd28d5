import type { Era } from '#lib/mcp/index.ts'

type CallVerdict = 'ok' | 'tool_error' | 'rpc_error' | 'refused' | 'failed' | 'cancelled'

/** One line of the access log in the making. Never arguments, never results. */
export interface CallLine {
  /** Unix milliseconds. */
  at: number
  tokenId: string
  serviceId: string
  namespaceId: string | null
  method: string
  /** The service's own name of the tool. */
  tool: string | null
  callerEra: Era
  serviceEra: Era
  verdict: CallVerdict
  code: string | null
  bytesIn: number
  bytesOut: number
}
