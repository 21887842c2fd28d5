import type { Found } from '../found.ts'
import { objectOf, type Parsed, type Path, textOf } from '../parse/parsed.ts'
import type { Format } from './format.ts'
import { at, readServer, SIGN_IN } from './server.ts'

/** Where the list stands: alone (export of a connection, environment), as its API gives it, and in the export of the whole configuration. */
const LISTS: Path[] = [[], ['TOOL_SERVER_CONNECTIONS'], ['tool_server.connections'], ['tool_server', 'connections']]

/** Ways of signing in where each person has a token of their own. */
const PERSONAL = new Set(['session', 'system_oauth', 'oauth_2.1', 'oauth_2.1_static'])

/** Open WebUI (export of its tool servers): a list with `type: mcp`, `url`, `auth_type`, `key`, and the name in `info`. */
export const openWebui: Format = {
  label: 'Open WebUI',
  detect: ({ value }) =>
    placesOf(value).some((path) => {
      const { auth_type: type, info } = objectOf(at(value, path)) ?? {}
      return type !== undefined || info !== undefined
    }),
  read: (parsed) => placesOf(parsed.value).map((path, index) => read(parsed, path, `server ${index + 1}`)),
}

function placesOf(value: unknown): Path[] {
  for (const path of LISTS) {
    const list = at(value, path)
    if (Array.isArray(list)) return list.map((_, index) => [...path, index])
  }
  return objectOf(value)?.auth_type === undefined ? [] : [[]]
}

function read(parsed: Parsed, path: Path, unnamed: string): Found {
  const server = objectOf(at(parsed.value, path)) ?? {}
  const { id, name, description } = objectOf(server.info) ?? {}
  const [called, named] = [textOf(name) ?? textOf(id) ?? unnamed, textOf(name) !== undefined]
  if (textOf(server.type) !== 'mcp')
    return {
      ...{ name: called, named, line: parsed.lineOf(path), headers: {}, notes: [] },
      fault: 'It is an OpenAPI server, not an MCP server.',
    }
  // `type: mcp` is no transport, and headers that are a text are not sent.
  const value = { ...server, type: undefined, headers: objectOf(server.headers) }
  const here: Parsed = { ...parsed, value, lineOf: (inside) => parsed.lineOf([...path, ...inside]) }
  const found = readServer(here, [], called)
  const { auth_type: type, key } = server
  const token = type === 'bearer' ? textOf(key) : undefined
  return {
    ...{ ...found, named, transport: 'streamable_http' },
    headers: { ...found.headers, ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
    ...(textOf(id) !== undefined && /^[a-z0-9_-]{1,24}$/.test(String(id)) && { identifier: String(id) }),
    ...(textOf(description) !== undefined && { description: String(description) }),
    notes: [
      ...(objectOf(server.config)?.enable === false ? ['Switched off there.'] : []),
      ...(type === 'bearer' && token === undefined ? ['Its token is not in the text.'] : []),
      ...(PERSONAL.has(String(type)) ? [SIGN_IN] : []),
    ],
  }
}
