import type { Era } from '#lib/mcp/index.ts'

type CallVerdict = 'ok' | 'tool_error' | 'rpc_error' | 'refused' | 'failed' | 'cancelled'

/** One line of the access log, filled in until its call has ended. Never arguments, never results. */
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
  /** How long it took; 0 until it has ended. */
  ms: number
  bytesIn: number
  bytesOut: number
}
