import { describe, expect, it } from 'vitest'
import { credentialHeaders, credentialSchema } from '#lib/core/index.ts'

const faultOf = (input: unknown) => credentialSchema.safeParse(input).error?.issues[0]?.message

describe('a credential', () => {
  it('becomes request headers', () => {
    expect(credentialHeaders({ kind: 'none' })).toEqual({})
    expect(credentialHeaders({ kind: 'bearer', token: 'abc' })).toEqual({ Authorization: 'Bearer abc' })
    expect(credentialHeaders({ kind: 'apiKey', header: 'X-API-Key', value: 'k' })).toEqual({ 'X-API-Key': 'k' })
    expect(credentialHeaders({ kind: 'basic', username: 'jo', password: 'grün' })).toEqual({
      Authorization: 'Basic am86Z3LDvG4=',
    })
    expect(credentialHeaders({ kind: 'headers', headers: [{ name: 'A', value: '1' }] })).toEqual({ A: '1' })
  })

  it.each([
    [{ kind: 'bearer', token: 'two\nlines' }, /line break/],
    [{ kind: 'bearer', token: 'two words' }, /space/],
    [{ kind: 'bearer', token: '' }, /empty/],
    [{ kind: 'bearer', token: 'ключ' }, /header cannot carry/],
    [{ kind: 'bearer', token: 'a\u200bb' }, /header cannot carry/],
    [{ kind: 'apiKey', header: 'X Key', value: 'k' }, /not a header name/],
    [{ kind: 'apiKey', header: 'Mcp-Session-Id', value: 'k' }, /belongs to the protocol/],
    [{ kind: 'basic', username: 'a:b', password: '' }, /colon/],
    [{ kind: 'headers', headers: [] }, /at least one/],
    [
      {
        kind: 'headers',
        headers: [
          { name: 'a', value: '1' },
          { name: 'A', value: '2' },
        ],
      },
      /same name/,
    ],
  ])('refuses %j', (input, fault) => {
    expect(faultOf(input)).toMatch(fault)
  })
})
