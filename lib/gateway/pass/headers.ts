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

/** Ids of sessions are changed on the way, and not every era has them. */
const SESSION = 'mcp-session-id'

/** The headers of a request to the service, from those of the caller's; without a session id. */
export function onwardHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const onward: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (typeof value === 'string' && (ONWARD.has(name) || isCarried(name))) onward[name] = value
  }
  return onward
}

/** The headers of the answer to the caller, from those of the service's; without a session id. */
export function backHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const back: Record<string, string | string[]> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined && (BACK.has(name) || isCarried(name))) back[name] = value
  }
  return back
}

function isCarried(name: string): boolean {
  return name.startsWith('mcp-') && name !== SESSION
}
