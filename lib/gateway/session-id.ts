import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { keys, type SealingKey } from '#lib/core/index.ts'

const derivedKeys = new WeakMap<SealingKey, Buffer>()
/** 128 bits in base64url. */
const MAC_LENGTH = 22
/** Codes of ids that were proved to be bound to a token: a session has many calls, and the code is the dearest part of one. */
const proved = new Map<string, string>()
const MOST_PROVED = 10_000
/** What `Mcp-Session-Id` may hold. */
const VISIBLE = /^[!-~]+$/

/**
 * A service's session id as the caller gets it: bound to the caller's token by a keyed code, so that every replica can tell whether it
 * may be used. Undefined for one that a header can't carry.
 */
export function bindSessionId(sessionId: string, tokenId: string): string | undefined {
  if (!VISIBLE.test(sessionId)) return undefined
  const pair = pairOf(sessionId, tokenId)
  const mac = proved.get(pair) ?? macOf(keys().sealing[0], pair)
  remember(pair, mac)
  return `${sessionId}.${mac}`
}

/** The service's own session id; undefined when it was not bound to this token. */
export function unbindSessionId(bound: string, tokenId: string): string | undefined {
  const at = bound.length - MAC_LENGTH - 1
  if (at < 1 || bound[at] !== '.') return undefined
  const sessionId = bound.slice(0, at)
  const mac = bound.slice(at + 1)
  const pair = pairOf(sessionId, tokenId)
  const known = proved.get(pair)
  if (known !== undefined && isEqual(known, mac)) return sessionId
  if (!keys().sealing.some((key) => isEqual(macOf(key, pair), mac))) return undefined
  remember(pair, mac)
  return sessionId
}

function pairOf(sessionId: string, tokenId: string): string {
  return `${tokenId}\n${sessionId}`
}

/** Only what is ours is remembered, so that guesses push nothing out. */
function remember(pair: string, mac: string): void {
  if (proved.has(pair)) return
  const [oldest] = proved.size >= MOST_PROVED ? proved.keys() : []
  if (oldest !== undefined) proved.delete(oldest)
  proved.set(pair, mac)
}

function isEqual(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function macOf(key: SealingKey, pair: string): string {
  return createHmac('sha256', derived(key)).update(pair).digest('base64url').slice(0, MAC_LENGTH)
}

function derived(key: SealingKey): Buffer {
  const known = derivedKeys.get(key)
  if (known !== undefined) return known
  const fresh = Buffer.from(hkdfSync('sha256', key.key, '', 'mcp-ferry gateway session', 32))
  derivedKeys.set(key, fresh)
  return fresh
}
