import { anyServer } from './claude.ts'
import type { Format } from './format.ts'
import { readServers } from './server.ts'

/** Cline (`cline_mcp_settings.json`): `type: streamableHttp`, `autoApprove`, `disabled`; seconds. Without a type it takes SSE. */
export const cline: Format = {
  label: 'Cline',
  detect: (parsed) =>
    anyServer(parsed, ({ type, autoApprove }) => type === 'streamableHttp' || autoApprove !== undefined),
  read: (parsed) => readServers(parsed, ['mcpServers'], { timeout: { key: 'timeout', perSecond: 1 } }),
}
