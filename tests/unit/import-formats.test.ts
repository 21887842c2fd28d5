// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are what is tested
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { templateParts } from '#lib/imports/placeholders.ts'
import { MOST_SERVERS, readText } from '#lib/imports/read-text.ts'

const fixture = (name: string) =>
  readText({ name, text: readFileSync(new URL(`../fixtures/imports/${name}`, import.meta.url), 'utf8') })
const paste = (text: string) => readText({ name: 'Pasted text', text })

describe('formats', () => {
  it.each([
    ['claude.json', 'Claude', ['stdio:filesystem', 'weather', 'tickets', 'news']],
    ['cursor.json', 'Cursor', ['crm', 'Design Tokens', 'helpdesk', 'stdio:local-shell']],
    ['windsurf.json', 'Windsurf', ['ledger', 'vault', 'maps']],
    ['vscode.jsonc', 'VS Code', ['search', 'stdio:browser', 'docs', 'board']],
    ['zed.json', 'Zed', ['wiki', 'calendar', 'stdio:local-db']],
    ['gemini.json', 'Gemini CLI', ['stock', 'shipping', 'stdio:python']],
    ['cline.json', 'Cline', ['payroll', 'stdio:local-notes', 'leave', 'shifts', 'stdio:desk', 'rota']],
    ['roo.json', 'Roo Code', ['inventory', 'events']],
    ['continue.yaml', 'Continue', ['Knowledge Base', 'Metrics', 'Releases', 'stdio:Browser']],
    ['codex.toml', 'Codex', ['stdio:files', 'orders', 'catalog-eu']],
    ['goose.yaml', 'goose', ['Contracts', 'Tenders', 'Timers', 'fault:Archive', 'stdio:Shell']],
    ['librechat.yaml', 'LibreChat', ['everything', 'per-user', 'stdio:puppeteer']],
    ['open-webui.json', 'Open WebUI', ['Translate', 'Glossary', 'Minutes', 'fault:Clock']],
    ['mcphub.json', 'MCPHub', ['stdio:fetch', 'parcels', 'archive']],
    ['mcpcan.json', 'MCPCAN', ['mcp-5ab07e41', 'mcp-90c1f2d3']],
    ['services.csv', 'CSV', ['Forecast', 'Bookkeeping', 'Records', 'Bulletin']],
  ])('%s is read as %s', (name, format, servers) => {
    const read = fixture(name)
    expect(read.faults).toEqual([])
    expect(read.format).toBe(format)
    expect(read.found.map(({ name, stdio, fault }) => `${stdio ? 'stdio:' : fault ? 'fault:' : ''}${name}`)).toEqual(
      servers,
    )
    const text = readFileSync(new URL(`../fixtures/imports/${name}`, import.meta.url), 'utf8').split('\n')
    // Each is found at the line that names it.
    for (const { name, line, url } of read.found)
      expect(text.slice(line - 1, line + 9).join('\n')).toContain(url?.slice(0, 20) ?? name)
  })

  it('knows transports, units and headers of each client', () => {
    const server = (file: string, name: string) => fixture(file).found.find((each) => each.name === name)
    expect(server('claude.json', 'tickets')).toMatchObject({
      line: 11,
      transport: 'streamable_http',
      timeoutSeconds: 45,
    })
    expect(server('gemini.json', 'shipping')).toMatchObject({ transport: 'sse' })
    expect(server('cline.json', 'payroll')).toMatchObject({ transport: 'streamable_http', timeoutSeconds: 60 })
    expect(server('codex.toml', 'catalog-eu')).toMatchObject({
      line: 12,
      headers: { 'X-Region': 'eu', 'X-Catalog-Key': '${CATALOG_KEY}' },
    })
    expect(server('codex.toml', 'orders')?.headers).toEqual({ Authorization: 'Bearer ${ORDERS_TOKEN}' })
    expect(server('windsurf.json', 'maps')?.notes).toEqual(['Switched off there.'])
    expect(server('services.csv', 'Records')).toMatchObject({ line: 5, description: '=SUM of what was' })
    expect(server('services.csv', 'Forecast')).toMatchObject({ line: 2, description: 'Forecasts,\nby place' })
    expect(fixture('services.csv').notes).toEqual(['Columns that nothing is read from: team.'])
  })
})

describe('placeholders', () => {
  it.each([
    ['Bearer ${{ secrets.A_KEY }}', 'A_KEY'],
    ['${input:api-key}', 'api-key'],
    ['${env:A_KEY}', 'A_KEY'],
    ['${config:team.key}', 'team.key'],
    ['Bearer ${file:/run/keys/a key}', '/run/keys/a key'],
    ['Bearer ${ A_KEY }', 'A_KEY'],
    ['{{USER_SECRET:a-key}}', 'a-key'],
    ['Bearer ${A_KEY}', 'A_KEY'],
    ['{{A_KEY}}', 'A_KEY'],
    ['Bearer $A_KEY', 'A_KEY'],
    ['Bearer <your token>', 'your token'],
    ['Bearer YOUR_API_KEY', 'YOUR_API_KEY'],
    ['your-api-key-here', 'your-api-key-here'],
    ['Basic your Authorization', 'your Authorization'],
  ])('%s asks for %s', (template, variable) => {
    expect(templateParts(template).flatMap((part) => ('variable' in part ? [part.variable] : []))).toEqual([variable])
  })
  it('leaves alone what only looks like one', () => {
    for (const text of ['abc$DEF', 'a<b', '$5', 'yourself', 'x{y}z', '100%'])
      expect(templateParts(text)).toEqual([{ text }])
    expect(templateParts('${A:-b}/c')).toEqual([{ variable: 'A', default: 'b' }, { text: '/c' }])
  })
})

describe('what is wrong with a text', () => {
  it.each([
    ['{\n  "mcpServers": {\n    "a": { "url": "https://a.example.com" }\n    "b": {}\n  }\n}', 4, /comma is missing/],
    ['{ "mcpServers": {\n "a": { "url": "https://a.example.com', 2, /not closed/],
    ['mcpServers:\n  a:\n\t url: x', 3, /tab/],
    ['mcpServers:\n  a:\n    url: https://a.example.com\n  a:\n    url: https://b.example.com', 4, /again/],
    ['[mcp_servers.a]\nurl = "https://a.example.com"\n[mcp_servers.a]\nurl = "x"', 3, /TOML/],
    ['name,url\n"a,https://a.example.com', 2, /quote/],
    ['url,url\nhttps://a.example.com,b', 1, /twice/],
    ['hello', 1, /No MCP servers/],
    ['{}', 1, /No MCP servers/],
    ['   ', 1, /empty/],
    ['{ "mcpServers": {} }', 1, /no server/],
    [`{"mcpServers":${'['.repeat(100_000)}`, 1, /nested/],
  ])('%# is told by its line', (text, line, message) => {
    expect(paste(text).faults).toMatchObject([{ line, message: expect.stringMatching(message) }])
  })

  it('names wrong types at their line, and goes on with the others', () => {
    const read = paste(
      '{"mcpServers": {\n"a": 5,\n"b": {"url": 7},\n"c": {"url": "https://c.example.com", "headers": []},\n"d": {"url": "https://d.example.com", "type": "carrier-pigeon"},\n"e": {},\n"f": {"url": "https://f.example.com"}\n}}',
    )
    expect(read.found.map(({ line, fault }) => [line, fault === undefined])).toEqual([
      [2, false],
      [3, false],
      [4, false],
      [5, false],
      [6, false],
      [7, true],
    ])
  })

  it('names what stands there twice', () => {
    const read = paste(
      '{"mcpServers": {\n"a": {"url": "https://a.example.com"},\n"a": {"url": "https://b.example.com"}\n}}',
    )
    expect(read.faults).toEqual([{ line: 3, message: '«a» stands here again; it stood in line 2 already.' }])
  })

  it('refuses more than are taken at once, with the line to split before', () => {
    const servers = Array.from({ length: 10_000 }, (_, n) => `"s${n}": { "url": "https://s${n}.example.com/mcp" }`)
    const read = paste(`{ "mcpServers": {\n${servers.join(',\n')}\n} }`)
    expect(read.found).toEqual([])
    expect(read.faults).toMatchObject([{ line: MOST_SERVERS + 2, message: expect.stringContaining('10,000 servers') }])
  })

  it.each([
    ['YAML', (n: number) => `  s${n}:\n    url: https://s${n}.example.com`, 'mcpServers:\n'],
    ['TOML', (n: number) => `[mcp_servers.s${n}]\nurl = "https://s${n}.example.com"`, ''],
  ])('is quick with 20,000 servers in %s', (_syntax, server, head) => {
    const began = performance.now()
    const read = paste(`${head}${Array.from({ length: 20_000 }, (_, n) => server(n)).join('\n')}`)
    expect(read.faults).toMatchObject([{ message: expect.stringContaining('20,000 servers') }])
    expect(performance.now() - began).toBeLessThan(10_000)
  })

  it('does not fall over what is nested without end, or a template without end', () => {
    expect(paste(`a: ${'['.repeat(50_000)}`).faults.length).toBeGreaterThan(0)
    expect(templateParts('${A:-'.repeat(100_000))).toHaveLength(1)
  })

  it('takes fragments without the frame', () => {
    expect(paste('"weather": { "url": "https://weather.example.com/mcp" }').found).toMatchObject([
      { name: 'weather', line: 1 },
    ])
    expect(paste('{ "url": "https://weather.example.com/mcp" }').found).toMatchObject([{ name: 'weather.example.com' }])
  })
})
