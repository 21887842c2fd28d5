import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** How each token of the gateway begins, so that people and secret scanners know it. */
const MARK = 'mcpf_'
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 256 bits in base 62, and a CRC-32 of them. */
const SECRET_LENGTH = 43
const CHECK_LENGTH = 6
const SHAPE = new RegExp(`^${MARK}[0-9A-Za-z]{${SECRET_LENGTH + CHECK_LENGTH}}$`)
/** Characters by which people tell tokens apart: the mark and six more. */
const PREFIX_LENGTH = MARK.length + 6

/** A fresh token: `mcpf_`, 256 random bits and a checksum, both in base 62; 54 characters. */
export function makeToken(): string {
  const secret = base62(BigInt(`0x${randomBytes(32).toString('hex')}`), SECRET_LENGTH)
  return `${MARK}${secret}${checksum(secret)}`
}

/** Whether a text is whole as a token: a typo or a cut end breaks the checksum. Says nothing about whether it was ever given out. */
export function isWholeToken(text: string): boolean {
  if (!SHAPE.test(text)) return false
  const secret = text.slice(MARK.length, MARK.length + SECRET_LENGTH)
  return text.endsWith(checksum(secret))
}

/** What a token is looked up by: SHA-256, base64url. Enough without a salt, since the token is 256 random bits. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** The part of a token that may be shown. */
export function tokenPrefix(token: string): string {
  return token.slice(0, PREFIX_LENGTH)
}

function checksum(secret: string): string {
  return base62(BigInt(crc32(secret)), CHECK_LENGTH)
}

function base62(value: bigint, length: number): string {
  let digits = ''
  for (let rest = value; digits.length < length; rest /= 62n) digits = (DIGITS[Number(rest % 62n)] ?? '') + digits
  return digits
}
