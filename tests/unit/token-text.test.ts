import { describe, expect, it } from 'vitest'
import { tokenOptionsSchema } from '#lib/tokens/schema.ts'
import { hashToken, isWholeToken, makeToken, tokenPrefix } from '../../lib/tokens/token-text.ts'

describe('the text of a token', () => {
  it('has the mark, 43 digits of secret and 6 of checksum, and is never the same twice', () => {
    const made = new Set(Array.from({ length: 2000 }, makeToken))
    expect(made.size).toBe(2000)
    for (const token of made) expect(token).toMatch(/^mcpf_[0-9A-Za-z]{49}$/)
  })

  it('is whole as it was made', () => {
    for (let n = 0; n < 2000; n++) expect(isWholeToken(makeToken())).toBe(true)
  })

  it('is not whole with any one character changed, two neighbours exchanged, or an end cut off', () => {
    const token = makeToken()
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === 'x' ? 'y' : 'x'
      expect(isWholeToken(`${token.slice(0, at)}${other}${token.slice(at + 1)}`), `character ${at}`).toBe(false)
      expect(isWholeToken(token.slice(0, at))).toBe(false)
      const exchanged = `${token.slice(0, at)}${token[at + 1] ?? ''}${token[at]}${token.slice(at + 2)}`
      if (exchanged !== token) expect(isWholeToken(exchanged), `exchanged at ${at}`).toBe(false)
    }
    for (const text of ['', 'mcpf_', ` ${token}`, `${token} `, `${token}0`, token.toUpperCase(), `Bearer ${token}`])
      expect(isWholeToken(text)).toBe(false)
  })

  it('has a secret that uses every digit at every place but the first, which 256 bits do not fill', () => {
    const made = Array.from({ length: 4000 }, makeToken)
    for (let at = 6; at < 48; at++) expect(new Set(made.map((token) => token[at])).size, `place ${at}`).toBe(62)
  })

  it('is looked up by a hash that tells nothing, and shown by its first eleven characters', () => {
    const token = makeToken()
    expect(hashToken(token)).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(hashToken(token)).not.toBe(hashToken(makeToken()))
    expect(tokenPrefix(token)).toBe(token.slice(0, 11))
  })
})

describe('what a token lets through', () => {
  it('is everything when nothing is said', () => {
    expect(tokenOptionsSchema.parse({})).toEqual({ allowedTools: null, toolPrefix: null, callsPerMinute: null })
  })

  it('takes an empty prefix for none', () => {
    expect(tokenOptionsSchema.parse({ toolPrefix: '  ' }).toolPrefix).toBeNull()
  })

  it.each([
    [{ allowedTools: [] }, 'Choose at least one tool, or allow all.'],
    [{ toolPrefix: 'weather.' }, 'Only letters, digits, _ and - are allowed.'],
    [{ toolPrefix: 'x'.repeat(25) }, 'At most 24 characters fit.'],
    [{ callsPerMinute: 0 }, 'At least 1 a minute.'],
    [{ callsPerMinute: 1.5 }, 'Enter a whole number.'],
    [{ callsPerMinute: Number.NaN }, 'Enter a number.'],
  ])('refuses %j', (options, message) => {
    expect(tokenOptionsSchema.safeParse(options).error?.issues[0]?.message).toBe(message)
  })
})
