import type { Found } from '../found.ts'
import { objectOf, textOf } from '../parse/parsed.ts'
import type { Format } from './format.ts'
import { readServer } from './server.ts'

/** Codex (`config.toml`): tables `[mcp_servers.<name>]`; credentials by the names of environment variables; seconds. */
export const codex: Format = {
  label: 'Codex',
  detect: ({ value }) => objectOf(objectOf(value)?.mcp_servers) !== undefined,
  read: (parsed) =>
    Object.entries(objectOf(objectOf(parsed.value)?.mcp_servers) ?? {}).map(([name, value]) => {
      const found = readServer(parsed, ['mcp_servers', name], name, {
        headers: ['http_headers'],
        timeout: { key: 'tool_timeout_sec', perSecond: 1 },
      })
      return found.url === undefined
        ? found
        : { ...found, transport: 'streamable_http', headers: { ...found.headers, ...named(value) } }
    }),
}

function named(value: unknown): Found['headers'] {
  const { bearer_token_env_var: bearer, env_http_headers: headers } = objectOf(value) ?? {}
  const token = textOf(bearer)
  return {
    ...Object.fromEntries(
      Object.entries(objectOf(headers) ?? {}).flatMap(([name, variable]) =>
        typeof variable === 'string' ? [[name, `\${${variable}}`]] : [],
      ),
    ),
    ...(token !== undefined && { Authorization: `Bearer \${${token}}` }),
  }
}
