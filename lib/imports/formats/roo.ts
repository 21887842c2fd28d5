import { anyServer } from './claude.ts'
import type { Format } from './format.ts'
import { readServers } from './server.ts'

/** Roo Code (`.roo/mcp.json`): `type: streamable-http`, `alwaysAllow`, `disabledTools`; seconds. */
export const roo: Format = {
  label: 'Roo Code',
  detect: (parsed) =>
    anyServer(
      parsed,
      ({ type, alwaysAllow, disabledTools }) =>
        type === 'streamable-http' || alwaysAllow !== undefined || disabledTools !== undefined,
    ),
  read: (parsed) => readServers(parsed, ['mcpServers'], { timeout: { key: 'timeout', perSecond: 1 } }),
}
