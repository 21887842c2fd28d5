import { objectOf, textOf } from '../parse/parsed.ts'
import type { Format } from './format.ts'
import { readServer } from './server.ts'

/** What goose brings along: parts of itself, no servers. */
const OWN = new Set(['builtin', 'platform', 'frontend', 'inline_python'])

/** goose (`config.yaml`): `extensions` with `uri`, type sse or streamable_http; variables as `$NAME` or `${NAME}`; seconds. */
export const goose: Format = {
  label: 'goose',
  detect: ({ value }) =>
    Object.values(objectOf(objectOf(value)?.extensions) ?? {}).some(
      (each) => objectOf(each)?.type !== undefined || objectOf(each)?.uri !== undefined,
    ),
  read: (parsed) =>
    Object.entries(objectOf(objectOf(parsed.value)?.extensions) ?? {}).flatMap(([key, extension]) =>
      OWN.has(textOf(objectOf(extension)?.type) ?? '')
        ? []
        : [
            readServer(parsed, ['extensions', key], key, {
              urls: { uri: undefined, url: undefined },
              timeout: { key: 'timeout', perSecond: 1 },
            }),
          ],
    ),
}
