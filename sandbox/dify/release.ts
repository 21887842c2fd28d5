/** A trait's value from each release on, oldest first. The first row also covers everything older. */
type Since<T> = readonly (readonly [release: string, value: T])[]

/** In whose words a body that does not fit is refused. */
export type BodyRules = 'reqparse' | 'restx' | 'pydantic' | 'unprocessable'

const LEGACY_VERSIONS = ['2024-11-05', '2025-03-26']

/**
 * What each release of Dify does differently, one row a trait. Nothing else in the sandbox knows a version number.
 * Source: recordings of 1.6.0, 1.8.1, 1.9.1, 1.9.2, 1.10.1, 1.11.3, 1.14.0, 1.16.1 and main of 2026-08-17; what lies
 * between was dated from the project's history.
 */
const TABLE = {
  mcpProviders: since<boolean>(['0.0.0', false], ['1.6.0', true]),
  identifierLimit: since<number>(['1.6.0', 24], ['1.7.0', 64]),
  /** Bodies of the tool provider calls. */
  providerBodies: since<BodyRules>(
    ['1.6.0', 'reqparse'],
    ['1.8.0', 'restx'],
    ['1.12.0', 'pydantic'],
    ['1.17.0', 'unprocessable'],
  ),
  loginBodies: since<BodyRules>(
    ['1.6.0', 'reqparse'],
    ['1.8.0', 'restx'],
    ['1.11.0', 'pydantic'],
    ['1.17.0', 'unprocessable'],
  ),
  switchBodies: since<BodyRules>(['1.6.0', 'reqparse'], ['1.8.0', 'restx'], ['1.11.0', 'pydantic']),
  pydantic: since<string>(['1.6.0', '2.11'], ['1.13.0', '2.12']),
  headerValuesMustBeText: since<boolean>(['1.6.0', false], ['1.16.0', true]),
  /** The field `status` in the body of a 500, and `WWW-Authenticate` on a 401. */
  fullErrors: since<boolean>(['1.6.0', false], ['1.8.0', true]),
  /** A wrong password and an unknown address get the same words. */
  wrongPasswordIsUniform: since<boolean>(['1.6.0', false], ['1.8.0', true]),
  unknownAddressIsUniform: since<boolean>(['1.6.0', false], ['1.9.0', true]),
  sessionIn: since<'body' | 'cookies'>(['1.6.0', 'body'], ['1.9.2', 'cookies']),
  passwordEncoding: since<'plain' | 'base64'>(['1.6.0', 'plain'], ['1.11.2', 'base64']),
  adminKeyNeedsCsrf: since<boolean>(['1.6.0', false], ['1.9.2', true], ['1.11.0', false]),
  currentWorkspaceBy: since<'GET' | 'POST' | undefined>(['1.6.0', 'GET'], ['1.10.0', 'POST'], ['1.17.0', undefined]),
  workspacePlan: since<string | null>(['1.6.0', 'basic'], ['1.16.0', null]),
  trialCredits: since<boolean>(['1.6.0', false], ['1.11.0', true]),
  trialCreditsExhaustedAt: since<boolean>(['1.6.0', false], ['1.16.0', true]),
  lastOpenedAt: since<boolean>(['1.6.0', false], ['1.16.0', true]),
  systemFeatures: since<'1.6' | '1.8' | '1.9' | '1.12' | '1.14' | '1.16' | '1.17'>(
    ['1.6.0', '1.6'],
    ['1.8.0', '1.8'],
    ['1.9.0', '1.9'],
    ['1.12.0', '1.12'],
    ['1.14.0', '1.14'],
    ['1.16.0', '1.16'],
    ['1.17.0', '1.17'],
  ),
  /** Custom headers of a provider; before, they are ignored without an error. */
  customHeaders: since<boolean>(['1.6.0', false], ['1.9.0', true]),
  /** Where a provider's timeouts stand in bodies and answers. */
  timeoutsIn: since<'nowhere' | 'top' | 'configuration'>(
    ['1.6.0', 'nowhere'],
    ['1.9.0', 'top'],
    ['1.10.0', 'configuration'],
  ),
  /** 1.9 shows stored header values in clear beside their masks. */
  showsHeaderValues: since<boolean>(['1.6.0', false], ['1.9.0', true], ['1.10.0', false]),
  toolsListShowsHeaders: since<boolean>(['1.6.0', false], ['1.9.0', true], ['1.10.0', false]),
  emptyIsNull: since<boolean>(['1.6.0', true], ['1.9.0', false]),
  workflowAppId: since<boolean>(['1.6.0', false], ['1.11.0', true], ['1.16.0', false]),
  identityMode: since<boolean>(['1.6.0', false], ['1.15.0', true]),
  /** Answers leave out what is null or empty, and lists look like details. */
  sparseAnswers: since<boolean>(['1.6.0', false], ['1.16.0', true]),
  parameterMultiple: since<boolean>(['1.6.0', false], ['1.16.0', true]),
  duplicateUrlIsNamed: since<boolean>(['1.6.0', true], ['1.10.0', false]),
  deleteReads: since<'body' | 'query'>(['1.6.0', 'body'], ['1.17.0', 'query']),
  createConnects: since<boolean>(['1.6.0', false], ['1.11.3', true]),
  /** `update` refuses at once when the provider is not authorised, and its answer is the whole provider. */
  updateNeedsAuthorisation: since<boolean>(['1.6.0', false], ['1.10.0', true]),
  /** With which headers a changed URL is tried: none, the stored ones, or the stored ones still encrypted. */
  newUrlTriedWith: since<'nothing' | 'stored' | 'encrypted'>(
    ['1.6.0', 'nothing'],
    ['1.9.0', 'stored'],
    ['1.10.0', 'encrypted'],
  ),
  /** What becomes of the MCP server's own 401: a refused OAuth registration, a crash, or missing OAuth metadata. */
  rejectionBecomes: since<'registration' | 'crash' | 'metadata'>(
    ['1.6.0', 'registration'],
    ['1.8.0', 'crash'],
    ['1.10.0', 'metadata'],
  ),
  /** `auth` says «Failed to connect …» for network failures too, and forgets the tools. */
  authWrapsEveryFailure: since<boolean>(['1.6.0', false], ['1.11.0', true]),
  authAnswerHasUrl: since<boolean>(['1.6.0', false], ['1.16.0', true]),
  protocolOffered: since<string>(['1.6.0', '2025-03-26'], ['1.10.1', '2025-06-18']),
  protocolsAccepted: since<readonly string[]>(
    ['1.6.0', LEGACY_VERSIONS],
    ['1.10.1', [...LEGACY_VERSIONS, '2025-06-18']],
  ),
  claimsCapabilities: since<boolean>(['1.6.0', true], ['1.10.0', false]),
  emptyEventsAreSkipped: since<boolean>(['1.6.0', false], ['1.10.0', true]),
  noEndpointFallsBack: since<boolean>(['1.6.0', false], ['1.11.0', true]),
  notFoundSays: since<string>(
    ['1.6.0', 'Session terminated by server'],
    ['1.14.0', 'MCP server URL returned 404 Not Found'],
  ),
  userAgent: since<string>(['1.6.0', 'python-httpx/0.27.2'], ['1.14.0', 'python-httpx/0.28.1']),
  headerTemplates: since<boolean>(['1.6.0', false], ['1.16.0', true]),
}

type Table = typeof TABLE
/** One release's value of every trait. */
export type Traits = { readonly [K in keyof Table]: Table[K] extends Since<infer T> ? T : never }

export interface Release {
  /** As asked for: `1.14.0`, or the name of a recording. */
  readonly name: string
  /** What it says of itself in `X-Version` and `/health`. */
  readonly version: string
  readonly traits: Traits
}

/** Recordings whose name is not a version: they report one release and behave as another. */
const NAMED: Record<string, { version: string; behavesAs: string }> = {
  'main-2026-08-17': { version: '1.16.1', behavesAs: '1.17.0' },
}

/**
 * The release of that name: `1.14.0`, any version between or beyond the recorded ones, or `main-2026-08-17`.
 * @throws RangeError when it is neither a version of three numbers nor a recording's name.
 */
export function releaseOf(name: string): Release {
  const named = NAMED[name]
  const version = named?.version ?? name
  const at = parse(named?.behavesAs ?? name)
  if (!at) throw new RangeError(`«${name}» is no Dify release. Give a version such as 1.14.0, or main-2026-08-17.`)
  const traits = Object.fromEntries(Object.entries(TABLE).map(([key, rows]) => [key, valueAt(rows, at)]))
  return { name, version, traits: traits as unknown as Traits }
}

function since<T>(...rows: (readonly [string, T])[]): Since<T> {
  return rows
}

function valueAt(rows: Since<unknown>, at: readonly number[]): unknown {
  const reached = rows.filter(([release]) => compare(parse(release) ?? [], at) <= 0)
  return (reached.at(-1) ?? rows[0])?.[1]
}

function parse(version: string): number[] | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(version)
  return match ? match.slice(1).map(Number) : undefined
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < 3; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
