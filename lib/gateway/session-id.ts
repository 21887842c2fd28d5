import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { keys, type SealingKey } from '#lib/core/index.ts'

const derivedKeys = new WeakMap<SealingKey, Buffer>()
/** 128 bits in base64url. */
const MAC_LENGTH = 22
/** What `Mcp-Session-Id` may hold. */
const VISIBLE = /^[!-~]+$/

/**
 * A service's session id as the caller gets it: bound to the caller's token by a keyed code, so that every replica can tell whether it
 * may be used. Undefined for one that a header can't carry.
 */
export function bindSessionId(sessionId: string, tokenId: string): string | undefined {
  return VISIBLE.test(sessionId) ? `${sessionId}.${macOf(keys().sealing[0], sessionId, tokenId)}` : undefined
}

/** The service's own session id; undefined when it was not bound to this token. */
export function unbindSessionId(bound: string, tokenId: string): string | undefined {
  const at = bound.length - MAC_LENGTH - 1
  if (at < 1 || bound[at] !== '.') return undefined
  const sessionId = bound.slice(0, at)
  const given = Buffer.from(bound.slice(at + 1))
  const isOurs = keys().sealing.some((key) => {
    const expected = Buffer.from(macOf(key, sessionId, tokenId))
    return expected.length === given.length && timingSafeEqual(expected, given)
  })
  return isOurs ? sessionId : undefined
}

function macOf(key: SealingKey, sessionId: string, tokenId: string): string {
  return createHmac('sha256', derived(key)).update(`${tokenId}\n${sessionId}`).digest('base64url').slice(0, MAC_LENGTH)
}

function derived(key: SealingKey): Buffer {
  const known = derivedKeys.get(key)
  if (known !== undefined) return known
  const fresh = Buffer.from(hkdfSync('sha256', key.key, '', 'mcp-ferry gateway session', 32))
  derivedKeys.set(key, fresh)
  return fresh
}
