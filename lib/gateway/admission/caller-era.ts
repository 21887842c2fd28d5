import type { IncomingHttpHeaders } from 'node:http'
import type { Era } from '#lib/mcp/index.ts'
import { isObject } from '../json-rpc.ts'
import { MODERN_VERSION, VERSION_KEY } from '../protocol/versions.ts'

/** How a caller speaks: modern by its version header, or by the version in the body's envelope; anything else is legacy. */
export function callerEra(headers: IncomingHttpHeaders, message: unknown): Era {
  const version = headers['mcp-protocol-version']
  // Versions are dates, so that text order is their order.
  if (typeof version === 'string' && version >= MODERN_VERSION && /^\d{4}-\d\d-\d\d$/.test(version)) return 'modern'
  if (!isObject(message) || !isObject(message.params)) return 'legacy'
  const meta = message.params._meta
  return isObject(meta) && meta[VERSION_KEY] !== undefined ? 'modern' : 'legacy'
}
