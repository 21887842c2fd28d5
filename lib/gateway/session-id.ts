import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { keys, type SealingKey } from '#lib/core/index.ts'
import { remember } from './remember.ts'

const derivedKeys = new WeakMap<SealingKey, Buffer>()
/** 128 bits in base64url. */
const MAC_LENGTH = 22
/** Bound ids by the service's own, and the tokens of bound ids: a session has many calls, and the code is the dearest part of one. */
const made = new Map<string, { tokenId: string; bound: string }>()
const proved = new Map<string, string>()
const MOST_KNOWN = 10_000
/** What `Mcp-Session-Id` may hold. */
const VISIBLE = /^[!-~]+$/

/**
 * A service's session id as the caller gets it: bound to the caller's token by a keyed code, so that every replica can tell whether it
 * may be used. Undefined for one that a header can't carry.
 */
export function bindSessionId(sessionId: string, tokenId: string): string | undefined {
  const known = made.get(sessionId)
  if (known?.tokenId === tokenId) return known.bound
  if (!VISIBLE.test(sessionId)) return undefined
  const bound = `${sessionId}.${macOf(keys().sealing[0], sessionId, tokenId)}`
  remember(made, sessionId, { tokenId, bound }, MOST_KNOWN)
  remember(proved, bound, tokenId, MOST_KNOWN)
  return bound
}

/** The service's own session id; undefined when it was not bound to this token. */
export function unbindSessionId(bound: string, tokenId: string): string | undefined {
  const at = bound.length - MAC_LENGTH - 1
  if (at < 1 || bound[at] !== '.') return undefined
  const sessionId = bound.slice(0, at)
  if (proved.get(bound) === tokenId) return sessionId
  const mac = bound.slice(at + 1)
  if (!keys().sealing.some((key) => isEqual(macOf(key, sessionId, tokenId), mac))) return undefined
  // Only what is ours, so that guesses push nothing out.
  remember(proved, bound, tokenId, MOST_KNOWN)
  return sessionId
}

function isEqual(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
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
