import { sharedFrame } from './claude.ts'
import type { Format } from './format.ts'
import { readServers } from './server.ts'

/** MCPCAN (the access configuration of an instance; it documents no other export): the shared frame, filed by `mcp-` and the instance's number. */
export const mcpcan: Format = {
  label: 'MCPCAN',
  detect: (parsed) => {
    const names = Object.keys(sharedFrame(parsed) ?? {})
    return names.length > 0 && names.every((name) => /^mcp-[0-9a-f]{8}$/.test(name))
  },
  read: (parsed) => readServers(parsed, ['mcpServers']),
}
