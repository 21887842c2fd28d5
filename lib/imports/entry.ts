import { credentialHeadersOf, type ReadCredential, readCredential } from './credential.ts'
import type { Found } from './found.ts'
import { fillIn, variablesOf } from './placeholders.ts'
import type { Choice } from './schema.ts'
import { lookOf } from './service-look.ts'

/** One server with everything that is known of it before others are looked at. */
export interface Entry {
  key: string
  text: number
  found: Found
  look: ReturnType<typeof lookOf>['look']
  notes: string[]
  /** With its values; undefined while a variable is open. */
  url: string | undefined
  urlAsks: string[]
  credential: ReadCredential
  choice: Choice | undefined
}

/** A found server with the values that were entered in it. */
export function entryOf(
  written: Found,
  key: string,
  text: number,
  entered: ReadonlyMap<string, string>,
  preset: ReadonlyMap<string, string>,
  choices: Record<string, Choice>,
): Entry {
  const [headers, left] = credentialHeadersOf(written.headers)
  const found = withoutUser({ ...written, headers })
  const { look, notes } = lookOf(found)
  const all = new Map([...preset, ...entered])
  const url = found.url === undefined ? undefined : fillIn(found.url, all)
  const urlAsks = variablesOf(found.url ?? '')
    .filter((each) => !all.has(each.variable) && each.default === undefined)
    .map((each) => each.variable)
  return {
    ...{ key, text, found, look, url, urlAsks, choice: choices[key] },
    notes: [
      ...found.notes,
      ...notes,
      ...(left.length > 0 ? [`Left out, because it belongs to the protocol or the client: ${left.join(', ')}.`] : []),
    ],
    credential:
      found.fault === undefined && found.stdio === undefined
        ? readCredential(found, entered, preset)
        : { state: 'unsaid' },
  }
}

/** A user name and password in the URL are a credential. */
function withoutUser(found: Found): Found {
  if (found.url === undefined || !URL.canParse(found.url)) return found
  const url = new URL(found.url)
  if (url.username === '' && url.password === '') return found
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  const basic = { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
  url.username = ''
  url.password = ''
  return {
    ...found,
    url: url.href,
    headers: Object.keys(found.headers).length === 0 ? basic : found.headers,
    notes: [...found.notes, 'The user name and password of the URL become its credential.'],
  }
}
