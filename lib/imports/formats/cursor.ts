import { anyServer } from './claude.ts'
import type { Format } from './format.ts'
import { readServers } from './server.ts'

/** Cursor (`.cursor/mcp.json`): the shared frame with `${env:NAME}`, and an OAuth client that people sign in with as `auth`. */
export const cursor: Format = {
  label: 'Cursor',
  detect: (parsed) =>
    anyServer(
      parsed,
      (server) =>
        JSON.stringify(server).includes('${env:') || server.envFile !== undefined || server.auth !== undefined,
    ),
  read: (parsed) => readServers(parsed, ['mcpServers']),
}
