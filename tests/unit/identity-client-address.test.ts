import { describe, expect, it } from 'vitest'
import { clientAddress, settleForwardedHeaders } from '#lib/identity/index.ts'

describe('the address a caller is counted by', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['10.0.0.1, 203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['unknown', undefined],
    ['', undefined],
    [null, undefined],
  ])('of %s is %s', (header, address) => expect(clientAddress(header)).toBe(address))
})

describe('forwarded headers', () => {
  const request = (headers: Record<string, string>) => ({ headers, socket: { remoteAddress: '198.51.100.2' } })

  it('from anybody are dropped, and the connection’s own address stands in their place', () => {
    const claimed = request({
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'for=203.0.113.7',
      host: 'ferry.example',
    })
    settleForwardedHeaders(claimed, false)
    expect(claimed.headers).toEqual({ 'x-forwarded-for': '198.51.100.2', host: 'ferry.example' })
  })

  it('from a trusted proxy stay', () => {
    const proxied = request({ 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' })
    settleForwardedHeaders(proxied, true)
    expect(proxied.headers).toEqual({ 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' })
  })

  it('that a trusted proxy did not add are filled in from the connection', () => {
    const direct = request({})
    settleForwardedHeaders(direct, true)
    expect(direct.headers).toEqual({ 'x-forwarded-for': '198.51.100.2' })
  })
})
