import { objectOf, textOf } from '../parse/parsed.ts'
import { sharedFrame } from './claude.ts'
import type { Format } from './format.ts'
import { readServers } from './server.ts'

/** LibreChat (`librechat.yaml`): `mcpServers`, `{{NAME}}` for what each user enters, `${NAME}` for the environment; milliseconds. */
export const librechat: Format = {
  label: 'LibreChat',
  detect: (parsed) =>
    sharedFrame(parsed) !== undefined &&
    (parsed.syntax === 'yaml' ||
      Object.values(sharedFrame(parsed) ?? {}).some(({ customUserVars }) => customUserVars !== undefined)),
  read: (parsed) => readServers(parsed, ['mcpServers'], { timeout: { key: 'timeout', perSecond: 1000 } }),
  inputs: (parsed) =>
    Object.fromEntries(
      Object.values(sharedFrame(parsed) ?? {}).flatMap(({ customUserVars }) =>
        Object.entries(objectOf(customUserVars) ?? {}).map(([name, said]) => {
          const title = textOf(objectOf(said)?.title)
          return [name, { ...(title !== undefined && { label: title }) }]
        }),
      ),
    ),
}
