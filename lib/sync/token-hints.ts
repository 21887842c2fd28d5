import { decodeJwt } from 'jose'
import type { Credential } from '#lib/core/schema.ts'

/** What a credential's form says about it before anybody is asked; `bad` will not work, `warn` deserves a look. */
export interface TokenHint {
  level: 'bad' | 'warn'
  /** Path inside the credential: `token`, `value`, `password`, `headers.0.value`. */
  field: string
  message: string
}

/** A JWT that ends within this long is said to end soon. */
const SOON_MS = 7 * 24 * 3600 * 1000

const PLACEHOLDER =
  /^(<.*>|\[.*\]|\{[^{].*\}|x{4,}|\*{3,}|•{3,}|\.{3,}|(your|my|the)[-_ ]?(api[-_ ]?)?(token|key|secret|password).*|(api[-_]?)?(token|key|secret|password)[-_ ]?(here|goes[-_ ]here)?|change[-_ ]?me|todo|test|example|placeholder|undefined|null|none)$/i

/** Hints about a credential as it is typed; usable in the browser. `now` in Unix milliseconds. */
export function tokenHints(credential: Credential, now: number = Date.now()): TokenHint[] {
  switch (credential.kind) {
    case 'none':
      return []
    case 'bearer':
      return valueHints('token', credential.token, now, 'bearer')
    case 'apiKey':
      return valueHints('value', credential.value, now, schemeOf(credential.header))
    case 'basic':
      return placeholderHints('password', credential.password)
    case 'headers':
      return credential.headers.flatMap(({ name, value }, index) =>
        valueHints(`headers.${index}.value`, value, now, schemeOf(name)),
      )
  }
}

/** How a value goes out: after our own «Bearer », as a whole Authorization header, or as it stands. */
type Scheme = 'bearer' | 'authorization' | 'plain'

function schemeOf(header: string): Scheme {
  return header.toLowerCase() === 'authorization' ? 'authorization' : 'plain'
}

function valueHints(field: string, value: string, now: number, scheme: Scheme): TokenHint[] {
  if (/[\r\n]/.test(value)) return [{ level: 'bad', field, message: 'Holds a line break; paste it again as one line.' }]
  const token = value.replace(/^(bearer\s+)+/i, '')
  return [
    ...prefixHints(field, value, scheme),
    ...placeholderHints(field, token),
    ...(value.includes('{{')
      ? [
          {
            level: 'warn' as const,
            field,
            message: 'Holds «{{»: Dify from 1.16.0 on fills such templates in, so it may not arrive as written.',
          },
        ]
      : []),
    ...expiryHints(field, token, now),
  ]
}

function prefixHints(field: string, value: string, scheme: Scheme): TokenHint[] {
  const doubled = { level: 'bad' as const, field, message: '«Bearer» would be sent twice; leave it away here.' }
  if (scheme === 'bearer') return /^bearer\b/i.test(value) ? [doubled] : []
  if (/^bearer\s+bearer\b/i.test(value)) return [{ ...doubled, message: 'Begins with «Bearer» twice; once is right.' }]
  if (scheme === 'authorization' && !/\s/.test(value))
    return [
      { level: 'warn', field, message: 'An Authorization header usually begins with its scheme, such as «Bearer ».' },
    ]
  return []
}

function placeholderHints(field: string, value: string): TokenHint[] {
  if (!PLACEHOLDER.test(value)) return []
  return [{ level: 'bad', field, message: 'Looks like a placeholder; paste the real one.' }]
}

function expiryHints(field: string, token: string, now: number): TokenHint[] {
  const expiresAt = jwtExpiry(token)
  if (expiresAt === undefined) return []
  const day = new Date(expiresAt).toISOString().slice(0, 16).replace('T', ' ')
  if (expiresAt <= now) return [{ level: 'bad', field, message: `Expired on ${day} UTC; issue a new one.` }]
  if (expiresAt - now < SOON_MS) return [{ level: 'warn', field, message: `Expires on ${day} UTC.` }]
  return []
}

/** When a JWT ends, Unix milliseconds; undefined when it is none or never ends. */
function jwtExpiry(token: string): number | undefined {
  if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)) return undefined
  try {
    const { exp } = decodeJwt(token)
    return typeof exp === 'number' && Number.isFinite(exp * 1000) && exp < 8.64e12 ? exp * 1000 : undefined
  } catch {
    return undefined
  }
}
