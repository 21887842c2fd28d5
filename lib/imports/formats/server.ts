import type { Found } from '../found.ts'
import { objectOf, type Parsed, type Path, textOf } from '../parse/parsed.ts'

/** How one format writes a server; what is left out is written as most do. */
export interface ServerKeys {
  /** Keys that hold a URL, with the transport that they imply. */
  urls?: Record<string, Found['transport'] | undefined>
  headers?: string[]
  /** Key of the deadline of a call, and how many of its units make a second. */
  timeout?: { key: string; perSecond: number }
  /** Key of the name, when the text has one besides the key it files the server under. */
  name?: string
}

const TRANSPORTS: Record<string, Found['transport']> = {
  http: 'streamable_http',
  'streamable-http': 'streamable_http',
  streamable_http: 'streamable_http',
  streamablehttp: 'streamable_http',
  sse: 'sse',
}

/** What the reader is told of a server that people sign in to themselves: no token of theirs is in a text, or could be used by all. */
export const SIGN_IN = 'People sign in to it by OAuth there; here it needs a credential of its own.'

/** Reads one server at a path, whatever is wrong with it: a fault stands in what is returned. */
export function readServer(parsed: Parsed, path: Path, key: string, keys: ServerKeys = {}): Found {
  const found: Found = { name: key.trim(), named: false, line: parsed.lineOf(path), headers: {}, notes: [] }
  const server = objectOf(at(parsed.value, path))
  if (server === undefined) return { ...found, fault: 'Here an object with a URL is expected.' }
  const name = keys.name === undefined ? undefined : textOf(server[keys.name])
  if (name !== undefined) Object.assign(found, { name: name.trim(), named: true })
  const type = textOf(server.type ?? server.transport)
  const known = type === undefined ? undefined : TRANSPORTS[type.toLowerCase()]
  const urls = keys.urls ?? { url: undefined, serverUrl: undefined, httpUrl: 'streamable_http' }
  const urlKey = Object.keys(urls).find((each) => server[each] !== undefined && server[each] !== null)
  if (urlKey === undefined) {
    if (type?.toLowerCase() === 'stdio' || ['command', 'cmd', 'args'].some((each) => server[each] !== undefined))
      return { ...found, stdio: true }
    return { ...found, fault: 'It has neither a URL nor a command.' }
  }
  const url = server[urlKey]
  if (typeof url !== 'string') return { ...found, line: parsed.lineOf([...path, urlKey]), fault: 'The URL is no text.' }
  if (type !== undefined && known === undefined && type.toLowerCase() !== 'stdio')
    return {
      ...found,
      line: parsed.lineOf([...path, 'type']),
      fault: `The type «${shorten(type)}» is no transport: http or sse is.`,
    }
  const transport = known ?? urls[urlKey]
  return {
    ...found,
    url: url.trim(),
    ...(transport !== undefined && { transport }),
    ...headersOf(parsed, path, server, keys.headers ?? ['headers']),
    ...(textOf(server.description) !== undefined && { description: String(server.description).trim() }),
    ...timeoutOf(server, keys.timeout),
    notes: [...(isOff(server) ? ['Switched off there.'] : []), ...(signsIn(server) ? [SIGN_IN] : [])],
  }
}

/** Reads every server of an object that files them by name. */
export function readServers(parsed: Parsed, path: Path, keys?: ServerKeys): Found[] {
  return Object.keys(objectOf(at(parsed.value, path)) ?? {}).map((key) => readServer(parsed, [...path, key], key, keys))
}

/** What stands at a path. */
export function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inside, key) =>
      typeof inside === 'object' && inside !== null ? (inside as Record<string, unknown>)[key] : undefined,
    value,
  )
}

/** A word of the text for a sentence about it. */
function shorten(word: string): string {
  return word.length > 40 ? `${word.slice(0, 40)}…` : word
}

function isOff({ disabled, enabled, isActive }: Record<string, unknown>): boolean {
  return disabled === true || enabled === false || isActive === false
}

/** Cursor writes `auth`, VS Code and Cline `oauth`, Cline `oauthClient` too. */
function signsIn({ auth, oauth, oauthClient }: Record<string, unknown>): boolean {
  return [auth, oauth, oauthClient].some((each) => objectOf(each) !== undefined)
}

function headersOf(
  parsed: Parsed,
  path: Path,
  server: Record<string, unknown>,
  keys: readonly string[],
): Pick<Found, 'headers' | 'fault' | 'line'> | undefined {
  for (const key of keys) {
    const place = [...path, ...key.split('.')]
    const value = at(server, key.split('.'))
    if (value === undefined || value === null) continue
    const line = parsed.lineOf(place)
    const headers = objectOf(value)
    if (headers === undefined) return { line, headers: {}, fault: 'The headers are no object of names and values.' }
    const wrong = Object.entries(headers).find(([, each]) => typeof each !== 'string' && typeof each !== 'number')
    if (wrong !== undefined)
      return {
        line: parsed.lineOf([...place, wrong[0]]),
        headers: {},
        fault: `The header «${shorten(wrong[0])}» has no text as its value.`,
      }
    return {
      line: parsed.lineOf(path),
      headers: Object.fromEntries(Object.entries(headers).map(([name, each]) => [name, String(each).trim()])),
    }
  }
  return undefined
}

function timeoutOf(server: Record<string, unknown>, timeout: ServerKeys['timeout']) {
  const value = timeout === undefined ? undefined : server[timeout.key]
  if (timeout === undefined || typeof value !== 'number' || !(value > 0)) return {}
  return { timeoutSeconds: Math.min(600, Math.max(1, Math.ceil(value / timeout.perSecond))) }
}
