import { anyServer } from './claude.ts'
import type { Format } from './format.ts'
import { readServers } from './server.ts'

/** Gemini CLI (`settings.json`): `httpUrl` is streamable HTTP, `url` is SSE; milliseconds; variables also as `$NAME`. */
export const gemini: Format = {
  label: 'Gemini CLI',
  detect: (parsed) =>
    anyServer(parsed, (server) =>
      ['httpUrl', 'trust', 'includeTools', 'excludeTools'].some((key) => server[key] !== undefined),
    ),
  read: (parsed) =>
    readServers(parsed, ['mcpServers'], {
      urls: { httpUrl: 'streamable_http', url: 'sse' },
      timeout: { key: 'timeout', perSecond: 1000 },
    }),
}
