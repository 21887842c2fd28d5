import { describe, expect, it } from 'vitest'
import { FerryError } from '#lib/core/index.ts'
import { readEntry } from '#lib/registry/entry.ts'
import { remoteFields } from '#lib/registry/fields.ts'
import { couldBe, fillIn } from '#lib/registry/fill-in.ts'

function remote(part: object) {
  const entry = readEntry({
    server: {
      ...{ name: 'com.example/a', version: '1.0.0', description: 'A' },
      remotes: [{ type: 'streamable-http', url: 'https://mcp.example.com/mcp', ...part }],
    },
  })
  const [first] = entry?.remotes ?? []
  if (first === undefined) throw new Error('no remote was read')
  return first
}

function faults(run: () => unknown): Record<string, string> {
  try {
    run()
  } catch (error) {
    if (error instanceof FerryError) return error.fields ?? {}
    throw error
  }
  return {}
}

const URL_ALONE = 'https://mcp.example.com/mcp'
const KEY = { name: 'X-API-Key', isRequired: true, isSecret: true, description: 'From your account' }

describe('what a remote asks for', () => {
  it('is nothing where everything is set', () => {
    const fixed = remote({ headers: [{ name: 'X-Region', value: 'eu' }] })
    expect(remoteFields(fixed)).toEqual([])
    expect(fillIn(fixed, {})).toEqual({
      url: URL_ALONE,
      credential: { kind: 'apiKey', header: 'X-Region', value: 'eu' },
    })
  })

  it('is each variable of the URL, described or not', () => {
    const fields = remoteFields(
      remote({
        url: 'https://{tenant}.example.com/{region}/{fixed}/mcp?k={key}',
        variables: {
          tenant: { description: 'Your tenant', placeholder: 'acme' },
          region: { default: 'eu', choices: ['eu', 'us'] },
          fixed: { value: 'v1' },
        },
      }),
    )
    expect(fields).toMatchObject([
      { key: 'url.tenant', required: true, inUrl: true, description: 'Your tenant', placeholder: 'acme', default: '' },
      { key: 'url.region', default: 'eu', choices: ['eu', 'us'] },
      { key: 'url.key', required: true, secret: false, description: null },
    ])
  })

  it('is each open header, secret where it says so or looks like it', () => {
    const fields = remoteFields(
      remote({
        headers: [
          KEY,
          { name: 'X-Region', default: 'us-east-1', choices: ['us-east-1', 'eu-west-1'] },
          { name: 'X-Debug', format: 'boolean', default: 'maybe' },
          { name: 'Authorization', value: 'Bearer {token}', isRequired: true, description: 'A token' },
        ],
      }),
    )
    expect(fields).toMatchObject([
      { key: 'header.X-API-Key', required: true, secret: true, description: 'From your account' },
      { key: 'header.X-Region', required: false, secret: false, default: 'us-east-1' },
      { key: 'header.X-Debug', choices: ['true', 'false'], default: '' },
      { key: 'header.Authorization.token', label: 'token', required: true, secret: true, description: 'A token' },
    ])
  })
})

describe('a remote filled in', () => {
  it.each([
    ['Bearer {token}', 'abc', { kind: 'bearer', token: 'abc' }],
    [`Bearer ${'$'}{TOKEN}`, 'Bearer abc', { kind: 'bearer', token: 'abc' }],
    ['Token {token}', 'abc', { kind: 'apiKey', header: 'Authorization', value: 'Token abc' }],
  ])('Authorization: %s with %s', (value, entered, credential) => {
    const open = remote({ headers: [{ name: 'Authorization', value }] })
    const [field] = remoteFields(open)
    expect(fillIn(open, { [field?.key ?? '']: entered })).toEqual({ url: URL_ALONE, credential })
  })

  it('makes one header an API key, Authorization a Bearer token, several free headers, none none', () => {
    const credential = (headers: object[], values: Record<string, string>) =>
      fillIn(remote({ headers }), values).credential
    expect(credential([KEY], { 'header.X-API-Key': 'k' })).toEqual({ kind: 'apiKey', header: 'X-API-Key', value: 'k' })
    expect(credential([{ name: 'Authorization' }], { 'header.Authorization': 'bearer t' })).toEqual({
      kind: 'bearer',
      token: 't',
    })
    expect(
      credential([KEY, { name: 'X-Org', value: '{org}-{env}', variables: { org: {}, env: { value: 'prod' } } }], {
        ...{ 'header.X-API-Key': 'k', 'header.X-Org.org': 'acme' },
      }),
    ).toEqual({
      kind: 'headers',
      headers: [
        { name: 'X-API-Key', value: 'k' },
        { name: 'X-Org', value: 'acme-prod' },
      ],
    })
    // What is optional and empty is not sent, nor what every client sends by itself.
    expect(credential([{ name: 'X-Trace' }, { name: 'Accept', value: 'text/event-stream' }], {})).toEqual({
      kind: 'none',
    })
  })

  it('puts a value into the URL as its place needs it', () => {
    const url = (template: string, values: Record<string, string>) =>
      fillIn(remote({ url: template }), Object.fromEntries(Object.entries(values).map(([k, v]) => [`url.${k}`, v]))).url
    expect(url('https://{tenant}.example.com/mcp', { tenant: 'acme' })).toBe('https://acme.example.com/mcp')
    expect(url('https://{host}/mcp', { host: 'mcp.example.com:8443' })).toBe('https://mcp.example.com:8443/mcp')
    expect(url('{base}/mcp', { base: 'https://x.example.com/' })).toBe('https://x.example.com/mcp')
    expect(url('https://x.example.com/{org}/mcp', { org: 'a b/c?d' })).toBe('https://x.example.com/a%20b/c%3Fd/mcp')
    expect(url('https://x.example.com/mcp?k={k}&z=1', { k: 'a/b&c' })).toBe('https://x.example.com/mcp?k=a%2Fb%26c&z=1')
  })

  it('names each fault at its field', () => {
    const asks = remote({
      url: 'https://{tenant}.example.com/mcp',
      headers: [KEY, { name: 'X-Size', format: 'number' }, { name: 'X-Region', choices: ['eu'] }],
    })
    expect(faults(() => fillIn(asks, { 'header.X-Size': 'big', 'header.X-Region': 'us' }))).toEqual({
      'values.url.tenant': 'Enter tenant.',
      'values.header.X-API-Key': 'Enter X-API-Key.',
      'values.header.X-Size': 'Is not a number.',
      'values.header.X-Region': 'Choose one of: eu.',
    })
    expect(faults(() => fillIn(asks, { 'url.tenant': 'evil.example/x', 'header.X-API-Key': 'k' }))).toEqual({
      'values.url.tenant': expect.stringContaining('host of the URL'),
    })
    expect(faults(() => fillIn(asks, { 'url.tenant': 'a', 'header.X-API-Key': 'two\nlines' }))).toEqual({
      'values.header.X-API-Key': expect.stringContaining('line break'),
    })
  })

  it('knows whether a URL came from a template', () => {
    expect(couldBe('https://{tenant}.example.com/mcp', 'https://acme.example.com/mcp')).toBe(true)
    expect(couldBe('https://{tenant}.example.com/mcp', 'https://acme.example.org/mcp')).toBe(false)
    expect(couldBe('https://x.example.com/mcp', 'https://x.example.com/mcp/')).toBe(true)
    expect(couldBe('https://x.example.com/mcp', 'https://x.example.com/v2/mcp')).toBe(false)
    expect(couldBe('https://x/{a}/b/{c}', 'https://x/1/b/2')).toBe(true)
    const started = performance.now()
    expect(couldBe('{a}a'.repeat(500), `${'a'.repeat(2000)}b`)).toBe(false)
    expect(performance.now() - started).toBeLessThan(200)
  })
})

describe('an entry', () => {
  it('is read leniently: odd parts are left out, texts are made good', () => {
    const entry = readEntry({
      server: {
        ...{ name: 'com.example/a', version: '1.0.0', title: 'Two\nlines\u0000', description: 7 },
        ...{ websiteUrl: 'javascript:alert(1)', repository: { url: 'https://git.example.com/a', source: 'x' } },
        remotes: [
          { type: 'websocket', url: 'wss://x' },
          { type: 'sse', url: 'https://x.example.com/sse', headers: 'none', variables: { a: 1 } },
          null,
        ],
        packages: [{ registryType: 'npm' }, { registryType: 'npm' }, {}],
        unknown: true,
      },
      _meta: { 'io.modelcontextprotocol.registry/official': { status: 'retired', updatedAt: 'yesterday' } },
    })
    expect(entry).toEqual({
      ...{ name: 'com.example/a', version: '1.0.0', title: 'Two lines', description: '', status: 'active' },
      ...{ statusMessage: null, websiteUrl: null, repositoryUrl: 'https://git.example.com/a' },
      remotes: [{ type: 'sse', url: 'https://x.example.com/sse', headers: [], variables: {} }],
      ...{ packages: ['npm', 'package'], updatedAt: null, isLatest: true },
    })
  })

  it.each([null, 'x', {}, { server: {} }, { server: { name: 'no slash', version: '1' } }])('is not %j', (data) => {
    expect(readEntry(data)).toBeUndefined()
  })
})
