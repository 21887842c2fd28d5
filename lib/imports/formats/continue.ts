import type { Found } from '../found.ts'
import { objectOf, textOf } from '../parse/parsed.ts'
import type { Format } from './format.ts'
import { readServer } from './server.ts'

/** Continue (`config.yaml`): a list `mcpServers`, a Bearer token as `apiKey`, headers in `requestOptions`, secrets as `${{ secrets.NAME }}`. */
export const continueDev: Format = {
  label: 'Continue',
  detect: ({ value }) => listOf(value).length > 0,
  read: (parsed) =>
    listOf(parsed.value).map((server, index) => {
      const { name, apiKey } = objectOf(server) ?? {}
      const found = readServer(parsed, ['mcpServers', index], textOf(name) ?? `server ${index + 1}`, {
        name: 'name',
        headers: ['requestOptions.headers', 'headers'],
      })
      return textOf(apiKey) === undefined ? found : withToken(found, String(apiKey))
    }),
}

function withToken(found: Found, token: string): Found {
  return found.url === undefined
    ? found
    : { ...found, headers: { ...found.headers, Authorization: `Bearer ${token.trim()}` } }
}

function listOf(value: unknown): unknown[] {
  const servers = objectOf(value)?.mcpServers
  return Array.isArray(servers) ? servers : []
}
