import { describe, expect, it } from 'vitest'
import { initialForm, isUntouched } from '#app/(console)/services/import/dify/candidate-form.ts'
import { readPasted } from '#app/(console)/services/import/dify/pasted.ts'
import type { Candidate } from '#lib/sync/schema.ts'

function candidate(identifier: string, urlOrigin: string, header?: string): Candidate {
  const places = [{ namespaceId: 'n', namespaceName: 'N', remoteId: 'r', name: identifier, tools: 1, authorised: true }]
  const headers = header === undefined ? [] : [{ name: header, length: 20 }]
  return {
    ...{ key: `${identifier} ${urlOrigin}`, identifier, name: identifier.toUpperCase(), urlOrigin, places },
    ...{ iconEmoji: '🧰', iconColor: '#e2e8f0', timeoutSeconds: 30, sseReadTimeoutSeconds: 300, tools: ['a'] },
    ...{ tokens: [{ headers, namespaceIds: ['n'] }], links: [], proposal: 'new', hindrance: null, notes: [] },
  }
}

const A = 'https://a.example.com'
const B = 'https://b.example.com'
const CANDIDATES = [candidate('weather', A), candidate('price-list', A), candidate('ledger', B, 'X-API-Key')]
const read = (text: string) => {
  const { filled, problems } = readPasted(text, CANDIDATES)
  return { filled: Object.fromEntries(filled.map(({ key, part }) => [key.split(' ')[0], part])), problems }
}

describe('addresses that are pasted', () => {
  it('are read a line, however they are divided, with a token where there is one', () => {
    const { filled, problems } = read(
      `identifier,url,token\n# all of them\nweather ${A}/w/mcp Bearer abc-123\n"Price List";${A}/p/mcp\n${B}/mcp\tkey-1`,
    )
    expect(problems).toEqual([])
    expect(filled).toMatchObject({
      weather: { url: `${A}/w/mcp`, said: 'bearer', slots: [{ token: 'abc-123' }] },
      'price-list': { url: `${A}/p/mcp` },
      ledger: { url: `${B}/mcp`, said: 'apiKey', header: 'X-API-Key', slots: [{ token: 'key-1' }] },
    })
  })

  it('are read from the JSON of a client', () => {
    const servers = {
      Weather: { url: `${A}/w/mcp`, headers: { Authorization: 'Bearer abc-123' } },
      books: { serverUrl: `${B}/mcp`, headers: { 'X-One': '1', 'X-Two': '2' } },
      local: { command: 'npx' },
    }
    const { filled, problems } = read(JSON.stringify({ mcpServers: servers }))
    expect(problems).toEqual(['«local»: it has no URL.'])
    expect(filled).toMatchObject({
      weather: { said: 'bearer', slots: [{ token: 'abc-123' }] },
      ledger: { said: 'headers', slots: [{ headers: [{ name: 'X-One', value: '1' }, { name: 'X-Two' }] }] },
    })
  })

  it('say what could not be placed, and where', () => {
    expect(
      read(`weather ${A}/1\nweather ${A}/2\nledger ${A}/x\n${A}/mcp\nnone https://c.example.com/mcp\nweather`).problems,
    ).toEqual([
      'Line 6: no address that begins with http:// or https://.',
      'Line 2: «weather» was filled in by an earlier one.',
      `Line 3: «ledger» is at ${B} in Dify, not at ${A}.`,
      `Line 4: several are at ${A}. Begin with the identifier.`,
      'Line 5: nothing here is called «none», nor at https://c.example.com.',
    ])
    expect(read('{"mcpServers": ').problems).toEqual([expect.stringMatching(/^The JSON is broken:/)])
  })
})

it('takes nothing that nobody has filled in', () => {
  const [weather, , ledger] = CANDIDATES
  if (weather === undefined || ledger === undefined) throw new Error('no candidates')
  expect(initialForm(ledger)).toMatchObject({ take: 'new', said: 'apiKey', header: 'X-API-Key', url: `${B}/` })
  expect(isUntouched(weather, initialForm(weather))).toBe(true)
  expect(isUntouched(weather, { ...initialForm(weather), url: `${A}/mcp` })).toBe(false)
  expect(isUntouched(ledger, { ...initialForm(ledger), url: `${B}/mcp` })).toBe(true)
})
