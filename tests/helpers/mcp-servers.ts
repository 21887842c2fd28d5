import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { McpTarget } from '#lib/mcp/index.ts'
import { type McpServers, type ServiceKey, startMcpServers } from '#sandbox/index.ts'
import './environment.ts'

/** The sandbox's MCP servers for the tests of a file, with what was received emptied before each. */
export interface TestServers {
  readonly servers: McpServers
  /** How to call a service or an address that does something wrong (`wrong/404`). */
  target(name: ServiceKey | `wrong/${string}`, change?: Partial<McpTarget>): McpTarget
  /** The headers that carry the credential which a service wants. */
  credential(key: ServiceKey): Record<string, string>
  /** What arrived: JSON-RPC methods, and HTTP methods of what carried none. */
  asked(): string[]
}

export function startTestServers(slowMs: number): TestServers {
  let started: McpServers | undefined
  const servers = (): McpServers => {
    if (started === undefined) throw new Error('the servers are up only while tests run')
    return started
  }
  beforeAll(async () => {
    started = await startMcpServers({ slowMs })
  })
  afterAll(() => started?.close())
  beforeEach(() => servers().clearReceived())
  return {
    get servers() {
      return servers()
    },
    target(name, change = {}) {
      const url = name.startsWith('wrong/')
        ? servers().wrong[name.slice('wrong/'.length)]
        : servers().services[name as ServiceKey].url
      if (url === undefined) throw new Error(`no server is called ${name}`)
      return { url, transport: 'auto', headers: {}, deadlineMs: 5000, ...change }
    },
    credential(key) {
      const wanted = servers().services[key].credential
      if (wanted === undefined) throw new Error(`${key} wants no credential`)
      return { [wanted.header]: wanted.value }
    },
    asked: () => servers().received.map(({ method, rpc }) => rpc ?? method),
  }
}
