import type { Found } from '../found.ts'
import { objectOf, type Parsed, textOf } from '../parse/parsed.ts'
import type { Format } from './format.ts'
import { readServer } from './server.ts'

/** What goose brings along: parts of itself, no servers. */
const OWN = new Set(['builtin', 'platform', 'frontend', 'inline_python'])

/**
 * goose (`config.yaml`): `extensions` with `uri`, type streamable_http (older files: sse); seconds. `$NAME` and `${NAME}` stand for what
 * is under `envs`, or for the secrets that `env_keys` names.
 */
export const goose: Format = {
  label: 'goose',
  detect: ({ value }) =>
    Object.values(extensionsOf(value)).some(
      (each) => objectOf(each)?.type !== undefined || objectOf(each)?.uri !== undefined,
    ),
  read: (parsed) =>
    Object.entries(extensionsOf(parsed.value)).flatMap(([key, extension]) =>
      OWN.has(textOf(objectOf(extension)?.type) ?? '') ? [] : [read(parsed, key, objectOf(extension) ?? {})],
    ),
}

function extensionsOf(value: unknown): Record<string, unknown> {
  return objectOf(objectOf(value)?.extensions) ?? {}
}

function read(parsed: Parsed, key: string, extension: Record<string, unknown>): Found {
  const found = readServer(parsed, ['extensions', key], key, {
    name: 'name',
    urls: { uri: undefined, url: undefined },
    timeout: { key: 'timeout', perSecond: 1 },
  })
  if (found.url === undefined) return found
  if (textOf(extension.socket) !== undefined)
    return { ...found, fault: 'It is reached through a socket on the machine of the client.' }
  const put = variablesOf(extension)
  return {
    ...found,
    // A value in a URL is seen by many: it stays a field, and is only proposed.
    url: put(found.url, (name, value) => (value.includes('}') ? `\${${name}}` : `\${${name}:-${value}}`)),
    headers: Object.fromEntries(
      Object.entries(found.headers).map(([header, template]) => [header, put(template, (_name, value) => value)]),
    ),
  }
}

/** Gives what puts the variables of an extension into a template; other names stay as they were written. */
function variablesOf({ envs, env_keys: keys }: Record<string, unknown>) {
  const values = new Map(
    Object.entries(objectOf(envs) ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  )
  const secrets = new Set(Array.isArray(keys) ? keys : [])
  return (template: string, filled: (name: string, value: string) => string): string =>
    template.replaceAll(
      /\$(?:\{\s*([A-Za-z_]\w*)\s*\}|([A-Za-z_]\w*))/g,
      (written, braced: string | undefined, plain: string | undefined) => {
        const name = braced ?? plain ?? ''
        const value = values.get(name)
        if (value !== undefined) return filled(name, value)
        return secrets.has(name) ? `\${${name}}` : written
      },
    )
}
