import { anyServer } from './claude.ts'
import type { Format } from './format.ts'
import { readServers } from './server.ts'

/** Windsurf (`mcp_config.json`): the URL is called `serverUrl` or `url`; variables as `${env:NAME}`, files as `${file:/path}`. */
export const windsurf: Format = {
  label: 'Windsurf',
  detect: (parsed) => anyServer(parsed, ({ serverUrl }) => serverUrl !== undefined),
  read: (parsed) => readServers(parsed, ['mcpServers']),
}
