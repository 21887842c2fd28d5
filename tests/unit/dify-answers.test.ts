import { describe, expect, it } from 'vitest'
import { observed, readProvider, readProviders } from '#lib/platforms/dify/answers.ts'
import { CookieJar } from '#lib/platforms/dify/cookies.ts'
import { listDeadline } from '#lib/platforms/dify/deadlines.ts'
import { fitsMask, providerDetails } from '#lib/platforms/dify/provider-details.ts'

const PROVIDER = {
  id: '0383d4b1-fc98-408b-af41-3d317ab95b0f',
  name: 'Good',
  type: 'mcp',
  server_identifier: 'good',
  server_url: 'http://127.0.0.1:7100/******',
  is_team_authorization: true,
  tools: [{ name: 'weather' }],
  updated_at: 1_795_496_322,
  configuration: { timeout: 10, sse_read_timeout: 20, proxy: 'none' },
  identity_mode: 'off',
  masked_headers: { Authorization: 'Be****90' },
  original_headers: { Authorization: 'Bearer canary-1234567890' },
}

describe('a provider in an answer', () => {
  it('carries over what is unknown, and never a header', () => {
    const provider = readProvider(PROVIDER)
    if (provider === undefined) throw new Error('not understood')
    expect(observed(provider)).toEqual({
      ...{ remoteId: PROVIDER.id, identifier: 'good', name: 'Good', urlOrigin: 'http://127.0.0.1:7100' },
      ...{ authorised: true, tools: ['weather'], updatedAt: 1_795_496_322 },
      extra: { identity_mode: 'off', configuration: { proxy: 'none' } },
    })
    expect(JSON.stringify(observed(provider))).not.toContain('canary')
  })

  it('bears fields that are absent, null or of another kind', () => {
    const provider = readProvider({ id: 'x', server_identifier: null, tools: null, server_url: 7, updated_at: 'soon' })
    if (provider === undefined) throw new Error('not understood')
    expect(observed(provider)).toMatchObject({
      identifier: '',
      tools: [],
      urlOrigin: '',
      updatedAt: 0,
      authorised: false,
    })
  })

  it('leaves out of a list what is no MCP provider', () => {
    expect(readProviders([PROVIDER, { id: 'b', type: 'builtin' }, { name: 'without id' }, null])).toHaveLength(1)
    expect(readProviders({ message: 'no list' })).toBeUndefined()
  })
})

describe('the cookies of a session', () => {
  it('finds a prefixed cookie by its plain name, replaces and deletes', () => {
    const jar = new CookieJar()
    const headers = new Headers()
    headers.append('set-cookie', '__Host-csrf_token=abc=; Path=/; Secure')
    headers.append('set-cookie', '__Host-access_token=one; HttpOnly')
    jar.take(headers)
    expect(jar.get('csrf_token')).toBe('abc=')
    expect(jar.header()).toBe('__Host-csrf_token=abc=; __Host-access_token=one')
    jar.take(new Headers({ 'set-cookie': '__Host-access_token=; Max-Age=0' }))
    expect(jar.get('access_token')).toBeUndefined()
  })
})

describe('the deadline of a list', () => {
  it('grows with what was there last time, from two minutes to fifteen', () => {
    expect(listDeadline()).toBe(120_000)
    expect(listDeadline(1000)).toBe(250_000)
    expect(listDeadline(1_000_000)).toBe(900_000)
  })
})

describe('the details of a provider in a list', () => {
  const details = (fields: object) => {
    const provider = readProvider({ id: 'x', ...fields })
    if (provider === undefined) throw new Error('not understood')
    return providerDetails(provider)
  }
  const icon = { content: '🌦', background: '#E4FBCC' }
  const nothing = { iconEmoji: null, iconColor: null, timeoutSeconds: null, sseReadTimeoutSeconds: null, headers: [] }

  it('are read in the form of each release', () => {
    const read = { ...nothing, iconEmoji: '🌦', iconColor: '#e4fbcc' }
    expect(details({ icon })).toEqual(read)
    const timed = { ...read, timeoutSeconds: 10, sseReadTimeoutSeconds: 20 }
    const headers = [{ name: 'Authorization', mask: 'Be****90' }]
    expect(details({ icon, timeout: 10, sse_read_timeout: 20, masked_headers: { Authorization: 'Be****90' } })).toEqual(
      { ...timed, headers },
    )
    expect(details({ icon, configuration: { timeout: 10, sse_read_timeout: 20 } })).toEqual(timed)
  })

  it('are null where there is nothing that could be given back', () => {
    expect(details({ icon: 'http://dify/files/1/file-preview', configuration: 7, masked_headers: 'x' })).toEqual(
      nothing,
    )
    expect(details({ icon: { content: '', background: 'red' }, configuration: { timeout: 0 } })).toEqual(nothing)
  })

  it('tell by its mask which header another value is not', () => {
    expect(fitsMask('Be**************90', 'Bearer abcdefgh-90')).toBe(true)
    expect(fitsMask('Be**************90', 'Bearer abcdefgh-91')).toBe(false)
    expect(fitsMask('Be**************90', 'Bearer abcdefghi90x')).toBe(false)
    expect(fitsMask('******', 'secret')).toBe(true)
  })
})
