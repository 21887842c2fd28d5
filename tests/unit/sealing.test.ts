import { beforeAll, describe, expect, it } from 'vitest'
import { fingerprint, makeKeys, matchesFingerprint, seal, unseal } from '#lib/core/index.ts'

beforeAll(() => {
  Object.assign(process.env, makeKeys())
})

describe('sealing', () => {
  it('gives back what was sealed, for the same purpose only', async () => {
    const sealed = await seal('s3cret-value', 'token')
    expect(sealed).not.toContain('s3cret')
    expect(await unseal(sealed, 'token')).toBe('s3cret-value')
    await expect(unseal(sealed, 'draft')).rejects.toThrow(/sealed for token/)
  })

  it('seals the same secret differently each time', async () => {
    expect(await seal('x', 'token')).not.toBe(await seal('x', 'token'))
  })

  it('refuses a text that was changed', async () => {
    const sealed = await seal('x'.repeat(40), 'token')
    const parts = sealed.split('.')
    parts[3] = `${parts[3]?.startsWith('A') ? 'B' : 'A'}${parts[3]?.slice(1)}`
    await expect(unseal(parts.join('.'), 'token')).rejects.toThrow()
  })

  it('tells by a fingerprint whether a value is still the same', () => {
    const kept = fingerprint('https://weather.example.com/mcp')
    expect(kept).not.toContain('weather')
    expect(matchesFingerprint('https://weather.example.com/mcp', kept)).toBe(true)
    expect(matchesFingerprint('https://weather.example.com/mcp2', kept)).toBe(false)
    expect(matchesFingerprint('anything', 'k9.unknown-key')).toBe(false)
  })
})
