import { objectOf, textOf } from '../parse/parsed.ts'
import type { Format } from './format.ts'
import { readServer } from './server.ts'

/** Continue (`config.yaml`): a list `mcpServers`, headers in `requestOptions`, secrets as `${{ secrets.NAME }}`. */
export const continueDev: Format = {
  label: 'Continue',
  detect: ({ value }) => listOf(value).length > 0,
  read: (parsed) =>
    listOf(parsed.value).map((server, index) =>
      readServer(parsed, ['mcpServers', index], textOf(objectOf(server)?.name) ?? `server ${index + 1}`, {
        name: 'name',
        headers: ['requestOptions.headers', 'headers'],
      }),
    ),
}

function listOf(value: unknown): unknown[] {
  const servers = objectOf(value)?.mcpServers
  return Array.isArray(servers) ? servers : []
}
