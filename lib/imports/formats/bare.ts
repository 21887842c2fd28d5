import { objectOf, type Parsed, textOf } from '../parse/parsed.ts'
import type { Format } from './format.ts'
import { readServer, readServers } from './server.ts'

const URLS = ['url', 'serverUrl', 'httpUrl', 'command'] as const

/** Servers without a client's frame: filed by name, one alone, or a list. */
export const bare: Format = {
  label: 'MCP servers',
  detect: ({ value }) => isServer(value) || entriesOf(value).some(isServer),
  read: (parsed) => {
    if (isServer(parsed.value)) return [readServer(parsed, [], nameOf(parsed.value, 0), { name: 'name' })]
    if (!Array.isArray(parsed.value)) return readServers(parsed, [])
    return parsed.value.map((server, index) => readServer(parsed, [index], nameOf(server, index), { name: 'name' }))
  },
}

function entriesOf(value: Parsed['value']): unknown[] {
  return Array.isArray(value) ? value : Object.values(objectOf(value) ?? {})
}

function isServer(value: unknown): boolean {
  const server = objectOf(value)
  return server !== undefined && URLS.some((key) => typeof server[key] === 'string')
}

function nameOf(value: unknown, index: number): string {
  const server = objectOf(value)
  const url = textOf(server?.url)
  return (
    textOf(server?.name) ?? (url !== undefined && URL.canParse(url) ? new URL(url).hostname : `server ${index + 1}`)
  )
}
