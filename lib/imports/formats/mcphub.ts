import { objectOf } from '../parse/parsed.ts'
import { sharedFrame } from './claude.ts'
import type { Format } from './format.ts'
import { readServers } from './server.ts'

/** MCPHub (`mcp_settings.json`): the shared frame, beside it `groups`, `users` or `systemConfig`. */
export const mcphub: Format = {
  label: 'MCPHub',
  detect: (parsed) => {
    const root = objectOf(parsed.value)
    return (
      sharedFrame(parsed) !== undefined && ['groups', 'systemConfig', 'users'].some((key) => root?.[key] !== undefined)
    )
  },
  read: (parsed) => readServers(parsed, ['mcpServers']),
}
