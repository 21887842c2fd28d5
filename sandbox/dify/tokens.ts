import { createHmac, timingSafeEqual } from 'node:crypto'
import { isObject, parseJson } from '../json.ts'
import { seconds } from './clock.ts'

export type TokenKind = 'access' | 'csrf'

const HEADER = encode({ alg: 'HS256', typ: 'JWT' })

/** A signed JWT for an account, good for `lifetime` seconds. */
export function issueToken(secret: string, kind: TokenKind, accountId: string, lifetime: number): string {
  const payload = encode({ sub: accountId, kind, exp: seconds() + lifetime, jti: Math.random().toString(36).slice(2) })
  return `${HEADER}.${payload}.${sign(secret, `${HEADER}.${payload}`)}`
}

/** The account that a token was issued to; `undefined` when it is forged, of another kind or past its time. */
export function readToken(secret: string, kind: TokenKind, token: string): string | undefined {
  const [header, payload, signature, ...rest] = token.split('.')
  if (!header || !payload || !signature || rest.length > 0) return undefined
  const expected = Buffer.from(sign(secret, `${header}.${payload}`))
  const given = Buffer.from(signature)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined
  const claims = parseJson(Buffer.from(payload, 'base64url').toString())
  if (!isObject(claims) || claims.kind !== kind || typeof claims.exp !== 'number' || claims.exp <= seconds()) {
    return undefined
  }
  return typeof claims.sub === 'string' ? claims.sub : undefined
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function sign(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url')
}
