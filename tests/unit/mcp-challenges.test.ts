import { describe, expect, it } from 'vitest'
import { parseChallenges } from '#lib/mcp/authorization.ts'

describe('parseChallenges', () => {
  it('reads a scheme with quoted and plain parameters', () => {
    expect(
      parseChallenges('Bearer resource_metadata="https://a.example/x?y=1, 2", scope="a b", error=invalid_token'),
    ).toEqual([
      {
        scheme: 'bearer',
        parameters: { resource_metadata: 'https://a.example/x?y=1, 2', scope: 'a b', error: 'invalid_token' },
      },
    ])
  })

  it('reads several challenges in one header', () => {
    expect(parseChallenges('Basic realm="a \\"b\\"", Bearer')).toEqual([
      { scheme: 'basic', parameters: { realm: 'a "b"' } },
      { scheme: 'bearer', parameters: {} },
    ])
  })

  it('finds nothing in an absent or empty header, or in parameters without a scheme', () => {
    expect(parseChallenges(undefined)).toEqual([])
    expect(parseChallenges('')).toEqual([])
    expect(parseChallenges('realm="x"')).toEqual([])
  })
})
