// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are what is tested
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readText } from '#lib/imports/read-text.ts'

const fixture = (name: string) =>
  readText({ name, text: readFileSync(new URL(`../fixtures/imports/${name}`, import.meta.url), 'utf8') })
const paste = (text: string) => readText({ name: 'Pasted text', text })

describe('what clients write besides a URL and headers', () => {
  const server = (file: string, name: string) => fixture(file).found.find((each) => each.name === name)

  it('Cline files the transport inside the server, or calls it transportType', () => {
    expect(server('cline.json', 'leave')).toMatchObject({
      url: 'https://leave.example.org/mcp',
      transport: 'streamable_http',
      headers: { 'X-Leave-Key': 'example-key-leave-2' },
      timeoutSeconds: 90,
      notes: ['Switched off there.'],
    })
    expect(server('cline.json', 'shifts')).toMatchObject({
      transport: 'sse',
      notes: [expect.stringContaining('OAuth')],
    })
    expect(server('cline.json', 'rota')).toMatchObject({ transport: 'streamable_http' })
    expect(paste('{"mcpServers": {\n"a": 5,\n"b": {"transport": {"type": "sse", "url": 7}}}}').found).toMatchObject([
      { line: 2, fault: expect.stringContaining('object') },
      { line: 3, fault: expect.stringContaining('no text') },
    ])
  })

  it('the apiKey of Continue is a Bearer token beside the headers', () => {
    const { transport, headers } = server('continue.yaml', 'Releases') ?? {}
    expect(transport).toBeUndefined()
    expect(headers).toEqual({ 'X-Team': 'platform', Authorization: 'Bearer ${{ secrets.RELEASES_KEY }}' })
    expect(server('continue.yaml', 'Metrics')).not.toHaveProperty('timeoutSeconds')
  })

  it('goose fills in what stands under envs, and names its secrets in small letters too', () => {
    expect(server('goose.yaml', 'Tenders')).toMatchObject({
      named: true,
      url: 'https://tenders.example.org/${region:-north}/mcp',
      headers: { 'X-Tenders-Key': 'example-key-tenders-3', 'X-Tenders-User': '${tenders_user}' },
    })
    expect(server('goose.yaml', 'Contracts')?.headers).toEqual({ Authorization: 'Bearer ${CONTRACTS_TOKEN}' })
  })

  it('http of VS Code may be SSE; its servers stand in a dev container as well', () => {
    expect(server('vscode.jsonc', 'docs')).not.toHaveProperty('transport')
    expect(server('vscode.jsonc', 'board')).toMatchObject({
      transport: 'sse',
      notes: [expect.stringContaining('OAuth')],
    })
    const servers = { docs: { type: 'http', url: 'https://docs.example.org/mcp' } }
    expect(paste(JSON.stringify({ customizations: { vscode: { mcp: { servers } } } }))).toMatchObject({
      format: 'VS Code',
      found: [{ name: 'docs' }],
    })
  })

  it('Open WebUI: no token, no credential; all of its exports', () => {
    expect(server('open-webui.json', 'Translate')?.headers).toEqual({
      'X-Reader': '{{USER_SECRET:reader.id}}',
      Authorization: 'Bearer example-key-translate-77',
    })
    expect(server('open-webui.json', 'Glossary')).toMatchObject({
      headers: {},
      notes: ['Switched off there.', 'Its token is not in the text.'],
    })
    expect(server('open-webui.json', 'Minutes')).toMatchObject({
      headers: {},
      notes: [expect.stringContaining('OAuth')],
    })
    const connections = [{ type: 'mcp', url: 'https://a.example.com/mcp', auth_type: 'none', info: { id: 'a' } }]
    for (const text of [
      { TOOL_SERVER_CONNECTIONS: connections },
      { version: 0, tool_server: { connections } },
      { 'ui.name': 'x', 'tool_server.connections': connections },
      connections[0],
    ])
      expect(paste(JSON.stringify(text))).toMatchObject({
        format: 'Open WebUI',
        found: [{ name: 'a', url: 'https://a.example.com/mcp', transport: 'streamable_http' }],
      })
  })

  it('says where people sign in themselves', () => {
    expect(server('cursor.json', 'helpdesk')).toMatchObject({ headers: {}, notes: [expect.stringContaining('OAuth')] })
    expect(server('cursor.json', 'crm')?.notes).toEqual([])
  })
})
