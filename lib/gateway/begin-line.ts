import type { Era } from '#lib/mcp/index.ts'
import type { CallLine } from './call-line.ts'
import type { Grant } from './grant.ts'
import { isAnswer, isObject } from './json-rpc.ts'

/** A name as methods of MCP and most tools have it. */
const NAME = /^[\w$./-]{1,64}$/
const MOST_OF_NAME = 256

/** The line of the access log for a request that was just admitted. */
export function beginLine({ tokenId, namespaceId, service }: Grant, httpMethod: string): CallLine {
  return {
    at: Date.now(),
    tokenId,
    serviceId: service.id,
    namespaceId,
    method: httpMethod,
    tool: null,
    callerEra: 'legacy',
    serviceEra: 'legacy',
    verdict: 'ok',
    code: null,
    ms: 0,
    bytesIn: 0,
    bytesOut: 0,
  }
}

/** Notes what a body asks for: method and tool, never arguments. */
export function noteMessage(line: CallLine, { policy, service }: Grant, era: Era, message: unknown): void {
  line.callerEra = era
  line.serviceEra = service.eras.length === 0 || service.eras.includes(era) ? era : (service.eras[0] ?? 'legacy')
  if (Array.isArray(message)) line.method = 'batch'
  else if (isAnswer(message)) line.method = 'response'
  else if (isObject(message)) {
    // Anything else is not worth a line of its own in a chart.
    line.method = typeof message.method === 'string' && NAME.test(message.method) ? message.method : 'unknown'
    if (message.method !== 'tools/call' || !isObject(message.params) || typeof message.params.name !== 'string') return
    const { name } = message.params
    line.tool = plain(name.startsWith(policy.prefix) ? name.slice(policy.prefix.length) : name)
  }
}

/** Without what a database can't keep in a text. */
function plain(text: string): string {
  if (NAME.test(text)) return text
  return text
    .slice(0, MOST_OF_NAME)
    .toWellFormed()
    .replace(/\p{Cc}/gu, '�')
}
