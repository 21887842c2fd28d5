import { SignJWT } from 'jose'
import { expect, it } from 'vitest'
import { tokenHints } from '#lib/sync/schema.ts'

const NOW = Date.parse('2026-11-24T10:00:00Z')
const bearer = (token: string) => tokenHints({ kind: 'bearer', token }, NOW)
const jwt = (expiresAt: string) =>
  new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).setExpirationTime(new Date(expiresAt)).sign(new Uint8Array(32))

it.each(['YOUR_TOKEN', 'your-api-key', '<token>', 'xxxxxxxx', '****', 'changeme', 'API_KEY_HERE', '{TOKEN}'])(
  'takes %s for a placeholder',
  (token) => {
    expect(bearer(token)).toMatchObject([
      { level: 'bad', field: 'token', message: expect.stringContaining('placeholder') },
    ])
  },
)

it.each(['ghp_R4nd0mCharacters1234', 'sk-live-51H8xExampleKeyLooksReal', 'tokenized-value-77'])(
  'leaves %s alone',
  (token) => {
    expect(bearer(token)).toEqual([])
  },
)

it('sees a doubled Bearer, wherever it stands', () => {
  expect(bearer('Bearer abc123')).toMatchObject([{ level: 'bad' }])
  expect(tokenHints({ kind: 'apiKey', header: 'Authorization', value: 'Bearer Bearer abc123' }, NOW)).toMatchObject([
    { level: 'bad', field: 'value' },
  ])
  expect(tokenHints({ kind: 'apiKey', header: 'Authorization', value: 'Bearer abc123' }, NOW)).toEqual([])
  expect(tokenHints({ kind: 'apiKey', header: 'Authorization', value: 'abc123' }, NOW)).toMatchObject([
    { level: 'warn' },
  ])
})

it('reads when a JWT ends', async () => {
  expect(bearer(await jwt('2026-11-20T10:00:00Z'))).toMatchObject([
    { level: 'bad', message: 'Expired on 2026-11-20 10:00 UTC; issue a new one.' },
  ])
  expect(bearer(await jwt('2026-11-26T10:00:00Z'))).toMatchObject([
    { level: 'warn', message: 'Expires on 2026-11-26 10:00 UTC.' },
  ])
  expect(bearer(await jwt('2027-11-26T10:00:00Z'))).toEqual([])
  expect(bearer('not.a.jwt')).toEqual([])
})

it('sees line breaks and templates in any header', () => {
  const hints = tokenHints(
    {
      kind: 'headers',
      headers: [
        { name: 'X-One', value: 'a\nb' },
        { name: 'X-Two', value: '{{request.headers.X}}' },
      ],
    },
    NOW,
  )
  expect(hints).toMatchObject([
    { level: 'bad', field: 'headers.0.value' },
    { level: 'warn', field: 'headers.1.value' },
  ])
})

it('looks at passwords, and has nothing to say of none', () => {
  expect(tokenHints({ kind: 'basic', username: 'me', password: 'password' }, NOW)).toMatchObject([
    { field: 'password' },
  ])
  expect(tokenHints({ kind: 'none' }, NOW)).toEqual([])
})
