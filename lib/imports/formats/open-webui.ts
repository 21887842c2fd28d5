import type { Found } from '../found.ts'
import { objectOf, textOf } from '../parse/parsed.ts'
import type { Format } from './format.ts'
import { readServer } from './server.ts'

/** Open WebUI (export of its tool servers): a list with `type: mcp`, `url`, `auth_type`, `key`, and the name in `info`. */
export const openWebui: Format = {
  label: 'Open WebUI',
  detect: ({ value }) =>
    listOf(value).some((each) => objectOf(each)?.auth_type !== undefined || objectOf(each)?.info !== undefined),
  read: (parsed) =>
    listOf(parsed.value).map((each, index) => {
      const server = objectOf(each) ?? {}
      const { id, name, description } = objectOf(server.info) ?? {}
      const path = Array.isArray(parsed.value) ? [index] : []
      const line = parsed.lineOf(path)
      const called = textOf(name) ?? textOf(id) ?? `server ${index + 1}`
      const found: Found = { name: called, named: textOf(name) !== undefined, line, headers: {}, notes: [] }
      if (textOf(server.type) !== 'mcp') return { ...found, fault: 'It is an OpenAPI server, not an MCP server.' }
      return {
        ...readServer({ ...parsed, value: withoutType(parsed.value, path) }, path, called),
        ...{ named: found.named, transport: 'streamable_http', ...authorizationOf(server, called) },
        ...(textOf(id) !== undefined && /^[a-z0-9_-]{1,24}$/.test(String(id)) && { identifier: String(id) }),
        ...(textOf(description) !== undefined && { description: String(description) }),
        notes: objectOf(server.config)?.enable === false ? ['Switched off there.'] : [],
      }
    }),
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  return objectOf(value)?.auth_type === undefined ? [] : [value]
}

/** `type: mcp` is no transport. */
function withoutType(value: unknown, path: (string | number)[]): unknown {
  const bare = (server: unknown) => ({ ...objectOf(server), type: undefined })
  return path.length === 0 ? bare(value) : (value as unknown[]).map(bare)
}

function authorizationOf(
  { auth_type: type, key, headers }: Record<string, unknown>,
  name: string,
): { headers: Found['headers'] } {
  const others = Object.fromEntries(
    Object.entries(objectOf(headers) ?? {}).map(([header, value]) => [header, String(value)]),
  )
  if (type !== 'bearer') return { headers: others }
  const variable = `${name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}_TOKEN`
  return { headers: { ...others, Authorization: `Bearer ${textOf(key) ?? `\${${variable}}`}` } }
}
