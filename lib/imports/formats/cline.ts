import { objectOf } from '../parse/parsed.ts'
import { anyServer } from './claude.ts'
import type { Format } from './format.ts'
import { readServers } from './server.ts'

/**
 * Cline (`cline_mcp_settings.json`): `type: streamableHttp`, `autoApprove`, `disabled`; seconds. Its command line files the same under
 * `transport`; older files say `transportType`. Without a type Cline takes SSE, which is found out here.
 */
export const cline: Format = {
  label: 'Cline',
  detect: (parsed) =>
    anyServer(
      parsed,
      ({ type, autoApprove, transport, transportType }) =>
        type === 'streamableHttp' ||
        autoApprove !== undefined ||
        transportType !== undefined ||
        objectOf(transport) !== undefined,
    ),
  read: (parsed) => {
    const servers = Object.entries(objectOf(objectOf(parsed.value)?.mcpServers) ?? {})
    const mcpServers = Object.fromEntries(servers.map(([name, server]) => [name, flat(server)]))
    return readServers({ ...parsed, value: { mcpServers } }, ['mcpServers'], {
      timeout: { key: 'timeout', perSecond: 1 },
    })
  },
}

function flat(written: unknown): unknown {
  const server = objectOf(written)
  if (server === undefined) return written
  const { transport, transportType, ...rest } = server
  return { type: transportType, ...rest, ...objectOf(transport) }
}
