import { describe, expect, it } from 'vitest'
import { decodeHeaderValue, encodeHeaderValue } from '#lib/gateway/protocol/header-values.ts'
import { JsonRewriter } from '#lib/gateway/protocol/json-rewriter.ts'
import { paramHeaderMismatch, paramHeadersOf, paramHeaderValues } from '#lib/gateway/protocol/param-headers.ts'
import { eventSplitter } from '#lib/gateway/protocol/split-events.ts'

/** A text in pieces of so many bytes. */
function cut(text: string, size: number): Buffer[] {
  const bytes = Buffer.from(text)
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))
}

describe('an answer changed on its way', () => {
  const fields = { resultType: 'complete', ttlMs: 0 }
  const rewritten = (text: string, size: number, id: string | number = 'mine') => {
    const rewriter = new JsonRewriter(id, fields)
    return Buffer.concat(cut(text, size).flatMap((chunk) => rewriter.feed(chunk))).toString()
  }
  const result = {
    content: [{ type: 'text', text: 'a "quoted" \\ {"id": 5, "result": {}} ä' }],
    id: 'inner',
    result: { id: 1 },
  }

  it.each([1, 2, 3, 7, 1000])('gets its new id and fields, wherever it is cut (%i bytes)', (size) => {
    for (const message of [
      { jsonrpc: '2.0', id: 12, result },
      { result, jsonrpc: '2.0', id: 'a,"}b' },
      { id: null, result, other: [1, [2], { id: 3 }] },
    ]) {
      const text = JSON.stringify(message)
      expect(JSON.parse(rewritten(text, size))).toEqual({ ...message, id: 'mine', result: { ...fields, ...result } })
      expect(JSON.parse(rewritten(JSON.stringify(message, undefined, 2), size))).toEqual(
        JSON.parse(rewritten(text, size)),
      )
    }
  })

  it('leaves an error as it is, but for its id', () => {
    const failure = { jsonrpc: '2.0', id: 1, error: { code: -1, message: 'x', data: { result: { id: 2 } } } }
    expect(JSON.parse(rewritten(JSON.stringify(failure), 4, 9))).toEqual({ ...failure, id: 9 })
  })
})

describe('a stream of events, cut', () => {
  const stream = [
    ': hello\n\n',
    'data: one\n\n',
    'event: message\r\nid: 4\r\ndata: {"two":\r\ndata: "ü"}\r\n\r\n',
    'event: other\ndata: not for us\n\n',
    `data: ${'x'.repeat(100)}\n\n`,
    'id: only\n\n',
    'data: last\n\n',
  ].join('')

  it.each([1, 2, 3, 5, 50, 10_000])('gives the same whatever the pieces (%i bytes)', (size) => {
    const seen: string[] = []
    let long = ''
    let alive = 0
    const split = eventSplitter(60, {
      event: (data) => void seen.push(data),
      piece(bytes, last) {
        long += bytes.toString()
        if (last) seen.push('long')
        return undefined
      },
      alive: () => void alive++,
    })
    for (const chunk of cut(stream, size)) split(chunk)
    expect(seen).toEqual(['one', '{"two":\n"ü"}', 'long', 'last'])
    expect(long).toBe(`data: ${'x'.repeat(100)}\n\n`)
    expect(alive).toBe(3)
  })
})

describe('values of headers', () => {
  it.each(['plain', 'two words', 'tab\tinside', '', ' led', 'trailed ', 'Köln', 'a\r\nb', '=?base64?eA==?=', '🧪'])(
    '%j survives',
    (text) => {
      const value = encodeHeaderValue(text)
      expect(value).toMatch(/^[\t\x20-\x7e]*$/)
      expect(value).toBe(value.trim())
      expect(decodeHeaderValue(value)).toBe(text)
    },
  )

  it('broken base64 is none, and the marks are case-sensitive', () => {
    for (const broken of ['=?base64?x?=', '=?base64?_w==?=', '=?base64?/w==?='])
      expect(decodeHeaderValue(broken)).toBeUndefined()
    expect(decodeHeaderValue('=?BASE64?eA==?=')).toBe('=?BASE64?eA==?=')
  })

  it('arguments with x-mcp-header travel; absent, null and odd ones do not', () => {
    const declared = paramHeadersOf({
      type: 'object',
      properties: {
        region: { type: 'string', 'x-mcp-header': 'Region' },
        inner: { type: 'object', properties: { count: { type: 'integer', 'x-mcp-header': 'Count' } } },
        list: { type: 'array', items: { 'x-mcp-header': 'Never' } },
        bad: { type: 'string', 'x-mcp-header': 'not a token' },
      },
    })
    expect(declared).toEqual([
      { path: ['region'], name: 'Region' },
      { path: ['inner', 'count'], name: 'Count' },
    ])
    expect(paramHeaderValues(declared, { region: 'n', inner: { count: 3 }, bad: 'x' })).toEqual({
      'mcp-param-region': 'n',
      'mcp-param-count': '3',
    })
    expect(paramHeaderValues(declared, { region: null, inner: { count: 2 ** 60 } })).toEqual({})
    const args = { region: 'Köln', inner: { count: 3 } }
    const headers = paramHeaderValues(declared, args)
    expect(paramHeaderMismatch(declared, args, headers)).toBeUndefined()
    expect(paramHeaderMismatch(declared, args, { ...headers, 'mcp-param-count': '3.0' })).toBeUndefined()
    expect(paramHeaderMismatch(declared, args, { ...headers, 'mcp-param-count': '4' })?.name).toBe('Count')
    expect(paramHeaderMismatch(declared, args, {})?.name).toBe('Region')
    expect(paramHeaderMismatch(declared, {}, {})).toBeUndefined()
  })
})
