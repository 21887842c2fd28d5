import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose'
import { FerryError } from './errors.ts'
import { keys, type SealingKey } from './keys.ts'

/** What a sealed text is for; opened only for the same purpose, so that one column's secret can't be pasted into another. */
export type SealPurpose = 'service.credential' | 'platform.secret' | 'draft' | 'token' | 'gateway.token'

/** Seals a secret as compact JWE (`dir`, A256GCM) under the first key; the key's id and the purpose stand in the header. */
export function seal(secret: string, purpose: SealPurpose): Promise<string> {
  const { id, key } = keys().sealing[0]
  return new CompactEncrypt(new TextEncoder().encode(secret))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: id, purpose })
    .encrypt(key)
}

/** Opens what `seal` made for the same purpose. Throws `sealed_by_another_key` when its key is not among ours. */
export async function unseal(sealed: string, purpose: SealPurpose): Promise<string> {
  const header = decodeProtectedHeader(sealed)
  if (header.purpose !== purpose) throw new Error(`sealed for ${String(header.purpose)}, opened for ${purpose}`)
  const { plaintext } = await compactDecrypt(sealed, keyById(header.kid).key)
  return new TextDecoder().decode(plaintext)
}

/**
 * A keyed fingerprint (HMAC-SHA-256, `<key id>.<base64url>`): tells whether a value is still the one that was applied,
 * without keeping or revealing it.
 */
export function fingerprint(value: string): string {
  return fingerprintBy(keys().sealing[0], value)
}

/** Whether `value` has this fingerprint, whichever of our keys made it. */
export function matchesFingerprint(value: string, expected: string): boolean {
  const key = keys().sealing.find(({ id }) => expected.startsWith(`${id}.`))
  if (key === undefined) return false
  const actual = Buffer.from(fingerprintBy(key, value))
  return actual.length === expected.length && timingSafeEqual(actual, Buffer.from(expected))
}

/** What tells a sealing key from another one of the same id (HMAC-SHA-256 under a key derived from it, base64url), without revealing it. */
export function keyCheck({ key }: SealingKey): string {
  const derived = Buffer.from(hkdfSync('sha256', key, '', 'mcp-ferry key check', 32))
  return createHmac('sha256', derived).update('mcp-ferry').digest('base64url')
}

/** The id of the key that a sealed text needs. */
export function sealedBy(sealed: string): string {
  return String(decodeProtectedHeader(sealed).kid)
}

function fingerprintBy({ id, key }: SealingKey, value: string): string {
  const derived = Buffer.from(hkdfSync('sha256', key, '', 'mcp-ferry fingerprint', 32))
  return `${id}.${createHmac('sha256', derived).update(value).digest('base64url')}`
}

function keyById(id: string | undefined): SealingKey {
  const key = keys().sealing.find((candidate) => candidate.id === id)
  if (key === undefined)
    throw new FerryError(
      'sealed_by_another_key',
      500,
      `A secret was sealed with the key «${id}», which this process was not given.`,
      {
        next: 'Add that key to SEALING_KEYS.',
      },
    )
  return key
}
