import { type Dify, type DifyOptions, startDify } from './dify/index.ts'
import { type McpServers, type McpServersOptions, startMcpServers } from './mcp/index.ts'

export { type Dify, startDify } from './dify/index.ts'
export { type McpServers, type ServiceInfo, type ServiceKey, startMcpServers } from './mcp/index.ts'

export interface SandboxOptions extends DifyOptions, Pick<McpServersOptions, 'slowMs'> {
  /** The port of the MCP servers; 0, the default, takes a free one. */
  readonly mcpPort?: number
}

export interface Sandbox {
  readonly dify: Dify
  readonly mcp: McpServers
  close(): Promise<void>
}

/**
 * Starts a Dify and the MCP servers beside it, all on 127.0.0.1.
 * @throws RangeError for an unknown release, the listening error when a port is taken; then nothing is left running.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { mcpPort, slowMs, ...difyOptions } = options
  const dify = await startDify(difyOptions)
  try {
    const mcp = await startMcpServers({
      ...(mcpPort !== undefined && { port: mcpPort }),
      ...(slowMs !== undefined && { slowMs }),
    })
    return {
      dify,
      mcp,
      async close() {
        await Promise.all([dify.close(), mcp.close()])
      },
    }
  } catch (error) {
    await dify.close()
    throw error
  }
}
