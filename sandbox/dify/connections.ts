import { randomBytes } from 'node:crypto'
import { firstPage, handshake } from './client/connect.ts'
import { McpAuthFailure, McpFailure, statusText } from './client/failures.ts'
import type { Target } from './client/transport.ts'
import type { Context } from './context.ts'
import { type Call, Crash, ValueProblem } from './http.ts'
import type { McpTool, Provider } from './state.ts'

const AUTH_FIRST = 'Please auth the tool first'
const NO_METADATA = 'Failed to discover OAuth metadata from server'

/** What a create or a changed URL finds: authorised with tools, or refused by the server's own 401. */
export interface Found {
  readonly authorised: boolean
  readonly tools: readonly McpTool[]
}

/** Where a provider's connection goes, with its headers filled in as this release does. */
export function targetOf(
  { traits }: Context,
  provider: Omit<Target, 'headers'> & Pick<Provider, 'headers'>,
  call: Call,
): Target {
  const fill = (value: string) =>
    value.replace(/\{\{\s*request\.headers\.([\w-]+)\s*\}\}/g, (_, name: string) => {
      const held = call.headers[name.toLowerCase()]
      return typeof held === 'string' ? held : ''
    })
  const { url, headers, timeout, sseReadTimeout } = provider
  const filled = traits.headerTemplates
    ? Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)]))
    : headers
  return { url, headers: filled, timeout, sseReadTimeout }
}

/** What a new provider's server answers; nothing when it does not, whatever the reason. */
export async function tryNew(context: Context, target: Target): Promise<Found | undefined> {
  try {
    return { authorised: true, tools: await firstPage(context, target) }
  } catch {
    return undefined
  }
}

/**
 * Tries the changed URL of a provider.
 * @throws ValueProblem with the reason when nobody answers there.
 */
export async function tryChangedUrl(context: Context, provider: Provider, url: string, call: Call): Promise<Found> {
  const { newUrlTriedWith } = context.traits
  const target = targetOf(context, { ...provider, url }, call)
  const headers =
    newUrlTriedWith === 'nothing' ? {} : newUrlTriedWith === 'stored' ? target.headers : stillEncrypted(target.headers)
  try {
    return { authorised: true, tools: await firstPage(context, { ...target, headers }) }
  } catch (error) {
    if (error instanceof McpAuthFailure) return { authorised: false, tools: [] }
    if (error instanceof McpFailure) throw new ValueProblem(`Failed to re-connect MCP server: ${error.message}`)
    throw error
  }
}

/**
 * Reads a provider's tools anew, as `update` does.
 * @throws ValueProblem with the reason when that fails.
 */
export async function readTools(context: Context, provider: Provider, call: Call): Promise<McpTool[]> {
  const { traits } = context
  if (traits.updateNeedsAuthorisation && !provider.authorised) throw new ValueProblem(AUTH_FIRST)
  try {
    return await firstPage(context, targetOf(context, provider, call))
  } catch (error) {
    if (error instanceof McpAuthFailure) {
      if (!provider.authorised) throw new ValueProblem(AUTH_FIRST)
      if (traits.updateNeedsAuthorisation) {
        throw new ValueProblem(`Failed to connect to MCP server: Authentication retry failed: ${NO_METADATA}`)
      }
      throw new ValueProblem(`Failed to authenticate: ${registrationFailure(context, provider.url)}`)
    }
    if (error instanceof McpFailure) throw new ValueProblem(`Failed to connect to MCP server: ${error.message}`)
    throw error
  }
}

/**
 * Connects as `auth` does. Tells by `forget` whether a failure takes the provider's tools away.
 * @throws ValueProblem with the reason, or Crash where the release fails on a refused credential.
 */
export async function authorise(context: Context, provider: Provider, call: Call, forget: () => void): Promise<void> {
  const { traits } = context
  try {
    await handshake(context, targetOf(context, provider, call))
  } catch (error) {
    if (error instanceof McpAuthFailure) {
      if (traits.rejectionBecomes === 'crash') throw new Crash('the registration of an OAuth client failed')
      const registering = traits.rejectionBecomes === 'registration'
      throw new ValueProblem(registering ? registrationFailure(context, provider.url) : NO_METADATA)
    }
    const wraps = error instanceof McpFailure || (error instanceof ValueProblem && traits.authWrapsEveryFailure)
    if (!wraps) throw error
    forget()
    throw new ValueProblem(`Failed to connect to MCP server: ${error.message}`)
  }
}

/** After a 401 Dify wants to register itself at the server's origin, which no plain MCP server offers. */
function registrationFailure({ traits }: Context, url: string): string {
  const register = new URL('/register', url).href
  return traits.rejectionBecomes === 'registration'
    ? `Could not register OAuth client: 404 Client Error: Not Found for url: ${register}`
    : statusText(404, 'Not Found', register)
}

/** Stored values as they lie in the database: the releases that try a new URL with them send them like this. */
function stillEncrypted(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(headers).map((name) => [name, randomBytes(48).toString('base64')]))
}
