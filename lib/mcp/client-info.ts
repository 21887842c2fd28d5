import packageJson from '../../package.json' with { type: 'json' }

/** How MCP Ferry calls itself towards services. */
export const CLIENT_INFO = { name: 'mcp-ferry', version: packageJson.version }
