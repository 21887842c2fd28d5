import { hash, verify } from '@node-rs/argon2'
import { normalizePassword } from './password-rules.ts'

/** argon2id with 19 MiB, 2 passes, 1 lane: the OWASP Password Storage Cheat Sheet's setting for argon2id (the library's default algorithm). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The PHC string that is kept in place of a password. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalizePassword(password), COST)
}

/**
 * Whether the password belongs to the kept hash. Without a hash (no such account, or no password yet) it works just as long
 * and answers false, so that the time says nothing about which accounts exist.
 */
export async function passwordMatches(kept: string | null | undefined, password: string): Promise<boolean> {
  const matches = await verify(kept ?? (await decoy()), normalizePassword(password))
  return kept != null && matches
}

let decoyHash: Promise<string> | undefined

function decoy(): Promise<string> {
  decoyHash ??= hashPassword('no account has this password')
  return decoyHash
}
