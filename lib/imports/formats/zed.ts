import { objectOf } from '../parse/parsed.ts'
import type { Format } from './format.ts'
import { readServers } from './server.ts'

/** Zed (`settings.json`): `context_servers`, remote ones with `url` and `headers`; milliseconds. */
export const zed: Format = {
  label: 'Zed',
  detect: ({ value }) => objectOf(objectOf(value)?.context_servers) !== undefined,
  read: (parsed) => readServers(parsed, ['context_servers'], { timeout: { key: 'timeout', perSecond: 1000 } }),
}
