import type { ToolPolicy } from '../grant.ts'
import { isObject } from '../json-rpc.ts'
import { refusals } from '../refusals.ts'
import { ownToolName } from '../tool-policy.ts'

/** The keys on which a policy decides: a service that reads them in any case must not find another one beside them. */
const DECIDING = new Set(['method', 'params', 'name'])

/**
 * A body as a token with a policy may send it: each tool that is called is allowed, under the service's own name, and the text is
 * written anew, so that the service can't read anything else from it than was judged (a key that comes twice). Numbers stay as they
 * were written. Throws `tool_not_allowed` and `not_rpc`.
 */
export function restrictedBody(policy: ToolPolicy, body: Buffer): string {
  const message = parseLossless(body.toString())
  const restricted = Array.isArray(message)
    ? message.map((one) => restrictedMessage(policy, one))
    : restrictedMessage(policy, message)
  try {
    return JSON.stringify(restricted)
  } catch {
    // Nested deeper than the stack reaches.
    throw refusals.notRpc()
  }
}

function restrictedMessage(policy: ToolPolicy, message: unknown): unknown {
  if (!isObject(message)) throw refusals.notRpc()
  refuseVariants(message)
  const { method, params } = message
  if (isObject(params)) refuseVariants(params)
  if (method !== 'tools/call') return message
  const name = isObject(params) && typeof params.name === 'string' ? params.name : ''
  return { ...message, params: { ...(isObject(params) && params), name: ownToolName(policy, name) } }
}

function refuseVariants(object: Record<string, unknown>): void {
  for (const key of Object.keys(object))
    if (!DECIDING.has(key) && DECIDING.has(key.toLowerCase())) throw refusals.notRpc()
}

type WithSource = (key: string, value: unknown, context?: { source?: string }) => unknown
const { rawJSON } = JSON as { rawJSON?: (text: string) => unknown }

/** As `JSON.parse`, where numbers that a double can't hold keep their digits when they are written again. */
function parseLossless(text: string): unknown {
  const keepDigits: WithSource = (_key, value, context) =>
    typeof value === 'number' &&
    rawJSON !== undefined &&
    context?.source !== undefined &&
    String(value) !== context.source
      ? rawJSON(context.source)
      : value
  try {
    return JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown)
  } catch {
    throw refusals.notJson()
  }
}
