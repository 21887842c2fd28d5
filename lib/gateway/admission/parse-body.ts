import { isObject } from '../json-rpc.ts'
import { parseJson } from '../protocol/read-answer.ts'
import { refusals } from '../refusals.ts'

/** A body as a JSON-RPC message or a batch of them. Throws `not_json`, or `not_rpc` for JSON that is no object or empty. */
export function parseBody(body: Buffer): Record<string, unknown> | Record<string, unknown>[] {
  const message = parseJson(body.toString())
  if (message === undefined) throw refusals.notJson()
  if (isObject(message)) return message
  if (Array.isArray(message) && message.length > 0 && message.every(isObject)) return message
  throw refusals.notRpc()
}
