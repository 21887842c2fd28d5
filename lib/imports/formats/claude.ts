import { objectOf, type Parsed } from '../parse/parsed.ts'
import type { Format } from './format.ts'
import { readServers } from './server.ts'

/** The frame that most clients share: `mcpServers`, filed by name. */
export function sharedFrame({ value }: Parsed): Record<string, Record<string, unknown>> | undefined {
  const servers = objectOf(objectOf(value)?.mcpServers)
  return servers && Object.fromEntries(Object.entries(servers).map(([name, server]) => [name, objectOf(server) ?? {}]))
}

/** Whether any server of the shared frame passes a test. */
export function anyServer(parsed: Parsed, test: (server: Record<string, unknown>) => boolean): boolean {
  return Object.values(sharedFrame(parsed) ?? {}).some(test)
}

/** Claude Desktop (`claude_desktop_config.json`) and Claude Code (`.mcp.json`: `type`, `headers`, `${VAR}`, `${VAR:-default}`). */
export const claude: Format = {
  label: 'Claude',
  detect: (parsed) => sharedFrame(parsed) !== undefined,
  read: (parsed) => readServers(parsed, ['mcpServers'], { timeout: { key: 'timeout', perSecond: 1000 } }),
}
