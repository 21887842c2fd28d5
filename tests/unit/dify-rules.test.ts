import { describe, expect, it } from 'vitest'
import { faultsOf, warningsOf } from '#lib/platforms/dify/rules.ts'
import type { DesiredProvider } from '#lib/platforms/index.ts'

const FINE: DesiredProvider = {
  identifier: 'weather',
  name: 'Weather',
  url: 'https://mcp.example.com/weather/mcp',
  iconEmoji: '🌦️',
  iconColor: '#dbeafe',
  headers: {},
  timeoutSeconds: 30,
  sseReadTimeoutSeconds: 300,
}
const codes = (change: Partial<DesiredProvider>, release = '1.14.0') =>
  faultsOf({ ...FINE, ...change }, release).map(({ code }) => code)

describe('rules that Dify would answer with a 500', () => {
  it('lets through what fits', () => {
    expect(codes({})).toEqual([])
    expect(codes({ name: '😀'.repeat(40), identifier: 'a'.repeat(24) })).toEqual([])
    expect(codes({ headers: { Authorization: 'Bearer a.b-c', 'X-Note': 'café' } })).toEqual([])
    expect(codes({ iconEmoji: '👩‍👩‍👧‍👦' })).toEqual([])
  })

  it.each([
    [{ name: '' }, 'name_unfit'],
    [{ name: '  ' }, 'name_unfit'],
    [{ name: 'n'.repeat(41) }, 'name_unfit'],
    [{ name: '😀'.repeat(41) }, 'name_unfit'],
    [{ name: 'a\0b' }, 'name_unfit'],
    [{ name: 'a\ud800' }, 'name_unfit'],
    [{ identifier: '' }, 'identifier_unfit'],
    [{ identifier: 'Upper' }, 'identifier_unfit'],
    [{ identifier: 'a'.repeat(25) }, 'identifier_unfit'],
    [{ url: 'not-a-url' }, 'url_unfit'],
    [{ url: 'ftp://a.example/mcp' }, 'url_unfit'],
    [{ url: 'https://user:secret@a.example/mcp' }, 'url_unfit'],
    [{ headers: { 'X-Key': '' } }, 'header_unfit'],
    [{ headers: { 'X-Key': 'ключ' } }, 'header_unfit'],
    [{ headers: { 'X-Key': 'a\nb' } }, 'header_unfit'],
    [{ headers: { 'X Key': 'a' } }, 'header_unfit'],
    [{ iconEmoji: '' }, 'icon_unfit'],
    [{ iconColor: 'red' }, 'icon_unfit'],
    [{ timeoutSeconds: 0 }, 'timeout_unfit'],
    [{ sseReadTimeoutSeconds: Number.NaN }, 'timeout_unfit'],
  ])('names the fault of %j', (change, code) => {
    expect(codes(change)).toEqual([code])
  })

  it('refuses headers where the release would drop them without a word', () => {
    const headers = { Authorization: 'Bearer abc' }
    expect(codes({ headers }, '1.8.1')).toEqual(['headers_unsupported'])
    expect(codes({ headers }, '1.9.0')).toEqual([])
    expect(codes({}, '1.8.1')).toEqual([])
  })

  it('never repeats a header’s value', () => {
    const [fault] = faultsOf({ ...FINE, headers: { 'X-Key': 'geheim-ключ' } }, '1.14.0')
    expect(JSON.stringify(fault)).not.toContain('geheim')
  })

  it('warns of what works but deserves a word', () => {
    expect(warningsOf(FINE, '1.14.0')).toEqual([])
    expect(warningsOf({ ...FINE, url: 'https://a.example/x/sse' }, '1.14.0')).toEqual([])
    expect(warningsOf({ ...FINE, url: 'https://a.example/weather' }, '1.14.0')[0]).toContain('/mcp')
    const headers = { 'X-User': '{{request.headers.X-User}}' }
    expect(warningsOf({ ...FINE, headers }, '1.16.1')[0]).toContain('fills such templates in when it connects')
    expect(warningsOf({ ...FINE, headers }, '1.14.0')[0]).toContain('from 1.16.0 on')
  })
})
