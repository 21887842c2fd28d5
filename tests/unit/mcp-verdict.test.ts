import { describe, expect, it } from 'vitest'
import { invalidResult } from '#lib/mcp/result-verdict.ts'
import { storable } from '#lib/mcp/storable.ts'
import { quoted, seconds, withoutSecrets } from '#lib/mcp/verdict.ts'

describe('sentences of a check', () => {
  it('quotes foreign text as one short printable line', () => {
    expect(quoted(' a\n\u0007b\u202e  c ')).toBe('«a b c»')
    expect(quoted('x'.repeat(500))).toHaveLength(202)
  })

  it('takes the credential out, with and without its scheme', () => {
    const verdict = {
      code: 'service_error',
      message: 'no «Bearer s3cret-token» and no «s3cret-token»',
      next: 's3cret-token',
    }
    expect(withoutSecrets(verdict, { Authorization: 'Bearer s3cret-token' })).toEqual({
      code: 'service_error',
      message: 'no «[removed]» and no «[removed]»',
      next: '[removed]',
    })
  })

  it('writes durations in seconds', () => {
    expect([seconds(4000), seconds(1500), seconds(12_400)]).toEqual(['4 s', '1.5 s', '12 s'])
  })

  it('counts a malformed tool over all pages, and explains results that are malformed otherwise', () => {
    const fault = (path: unknown[]) =>
      `Invalid result for tools/list: ${JSON.stringify([{ path, message: 'Invalid input: expected string' }])}`
    expect(invalidResult(fault(['tools', 2, 'name']), 10)).toMatchObject({
      code: 'malformed_tool',
      message: 'Tool no. 13 is malformed: name: expected string.',
    })
    expect(invalidResult(fault(['tools'])).code).toBe('malformed_answer')
    expect(invalidResult('Invalid result for tools/list: missing required resultType').message).toContain(
      'missing required resultType',
    )
  })
})

describe('storable', () => {
  it('replaces what a database refuses, in keys and values at any depth', () => {
    expect(storable({ 'a\0': ['b\0', { c: '\ud800' }], d: 1, e: null })).toEqual({
      'a\uFFFD': ['b\uFFFD', { c: '\uFFFD' }],
      d: 1,
      e: null,
    })
  })
})
