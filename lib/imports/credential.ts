import { type ServiceCredential, serviceCredentialSchema } from '#lib/core/index.ts'
import type { Found } from './found.ts'
import { fillIn, variablesOf } from './placeholders.ts'

/** What a text says about the credential of a server, with the values that were entered. */
export type ReadCredential =
  /** Nothing: a registered service keeps its own, a new one has none. */
  | { state: 'unsaid' }
  /** Its kind alone, as a table of ours tells it. */
  | { state: 'kind'; kind: string }
  /** Variables without a value: their names. */
  | { state: 'open'; asks: string[]; words: string }
  /** `typed`: every variable in it was entered, none came of a default. */
  | { state: 'given'; credential: ServiceCredential; typed: boolean; words: string }
  | { state: 'fault'; reason: string }

/** Headers that belong to the protocol or to the client; they are no credential. */
const NOT_CREDENTIALS = new Set([
  'accept',
  'content-type',
  'content-length',
  'host',
  'connection',
  'user-agent',
  'mcp-protocol-version',
  'mcp-session-id',
  'mcp-method',
  'mcp-name',
])

/** Sets aside the headers that are no credential; the second part names them. */
export function credentialHeadersOf(headers: Found['headers']): [Found['headers'], string[]] {
  const [kept, left]: [[string, string][], string[]] = [[], []]
  for (const [name, value] of Object.entries(headers))
    if (NOT_CREDENTIALS.has(name.toLowerCase())) left.push(name)
    else kept.push([name, value])
  return [Object.fromEntries(kept), left]
}

/** Reads the credential of a server. Says in words where it comes from, never what it is. */
export function readCredential(
  found: Found,
  entered: ReadonlyMap<string, string>,
  preset: ReadonlyMap<string, string>,
): ReadCredential {
  const templates = found.oauthClient === undefined ? Object.entries(found.headers) : oauthTemplates(found.oauthClient)
  if (templates.length === 0)
    return found.credentialKind === undefined ? { state: 'unsaid' } : { state: 'kind', kind: found.credentialKind }
  const variables = templates.flatMap(([, template]) => variablesOf(template))
  const all = new Map([...preset, ...entered])
  const filled = templates.map(([name, template]) => [name, fillIn(template, all)] as const)
  const kind = kindWords(found)
  const asks = [
    ...new Set(
      variables.filter((each) => !all.has(each.variable) && each.default === undefined).map((each) => each.variable),
    ),
  ]
  if (asks.length > 0) return { state: 'open', asks, words: `${kind}, to be entered` }
  const values = Object.fromEntries(filled.map(([name, value]) => [name, value ?? '']))
  const parsed = serviceCredentialSchema.safeParse(
    found.oauthClient === undefined ? fromHeaders(values) : { ...found.oauthClient, ...values, kind: 'oauthClient' },
  )
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return { state: 'fault', reason: `${kind}: it ${issue?.message ?? 'cannot be used'}.` }
  }
  const typed = variables.every(({ variable }) => entered.has(variable))
  return {
    state: 'given',
    credential: parsed.data,
    typed,
    words: variables.length === 0 ? `${kind}, from the text` : `${kind}, as entered`,
  }
}

/** What a server's headers are as a credential of ours. */
function fromHeaders(headers: Record<string, string>): unknown {
  const pairs = Object.entries(headers)
  const [only] = pairs
  if (pairs.length !== 1 || only === undefined)
    return { kind: 'headers', headers: pairs.map(([name, value]) => ({ name, value })) }
  const [name, value] = only
  if (name.toLowerCase() === 'authorization') {
    const token = /^Bearer\s+(.+)$/i.exec(value)?.[1]
    if (token !== undefined) return { kind: 'bearer', token }
    const basic = decoded(/^Basic\s+(\S+)$/i.exec(value)?.[1])
    if (basic !== undefined) return { kind: 'basic', ...basic }
  }
  return { kind: 'apiKey', header: name, value }
}

function decoded(base64: string | undefined): { username: string; password: string } | undefined {
  if (base64 === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined
  const [username, ...password] = Buffer.from(base64, 'base64').toString('utf8').split(':')
  return username === undefined || username === '' || password.length === 0
    ? undefined
    : { username, password: password.join(':') }
}

function oauthTemplates(client: Record<string, unknown>): [string, string][] {
  return ['tokenUrl', 'clientId', 'clientSecret', 'scope', 'resource'].flatMap((key) => {
    const value = client[key]
    return typeof value === 'string' ? [[key, value]] : []
  })
}

function kindWords({ headers, oauthClient }: Found): string {
  if (oauthClient !== undefined) return 'OAuth client'
  const pairs = Object.entries(headers)
  const [only] = pairs
  if (pairs.length !== 1 || only === undefined) return `${pairs.length} headers`
  const [name, value] = only
  if (name.toLowerCase() !== 'authorization') return `Header ${name.slice(0, 40)}`
  return /^basic\s/i.test(value) ? 'Basic' : /^bearer\s/i.test(value) ? 'Bearer token' : 'Authorization'
}
