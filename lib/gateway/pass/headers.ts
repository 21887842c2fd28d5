import type { IncomingHttpHeaders } from 'node:http'

/** What of a caller's headers goes on to the service, besides `Mcp-*`. Never its credential, its cookies or what belongs to one hop. */
const ONWARD = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'content-type',
  'last-event-id',
  'traceparent',
  'tracestate',
  'user-agent',
])
/** What of the service's headers comes back, besides `Mcp-*`. */
const BACK = new Set([
  'allow',
  'cache-control',
  'content-encoding',
  'content-language',
  'content-length',
  'content-type',
  'retry-after',
  'vary',
  'x-accel-buffering',
])

/** The headers of a request to the service, from those of the caller's. */
export function onwardHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const onward: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (typeof value === 'string' && (ONWARD.has(name) || name.startsWith('mcp-'))) onward[name] = value
  }
  return onward
}

/** The headers of the answer to the caller, from those of the service's. */
export function backHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const back: Record<string, string | string[]> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined && (BACK.has(name) || name.startsWith('mcp-'))) back[name] = value
  }
  return back
}
