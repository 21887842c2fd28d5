/** What a service says about the token it wants (RFC 9728 protected resource metadata, and its challenge). */
export interface AuthorizationFacts {
  authorizationServers: string[]
  scopes: string[]
}

/** One challenge of a `WWW-Authenticate` header. */
export interface Challenge {
  /** In lower case: `bearer`, `basic`, … */
  scheme: string
  parameters: Record<string, string>
}

const MAX_METADATA_BYTES = 65_536

/** Reads the challenges of a `WWW-Authenticate` header (RFC 9110 §11.6.1); what it cannot read it leaves out. */
export function parseChallenges(header: string | undefined): Challenge[] {
  const challenges: Challenge[] = []
  const parts = (header ?? '').matchAll(/([\w!#$%&'*+.^`|~-]+)\s*(=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+)))?/g)
  for (const [, word = '', assignment, quotedValue, plainValue] of parts)
    if (assignment === undefined) challenges.push({ scheme: word.toLowerCase(), parameters: {} })
    else {
      const value = quotedValue?.replace(/\\(.)/g, '$1') ?? plainValue ?? ''
      const last = challenges.at(-1)
      if (last !== undefined) last.parameters[word.toLowerCase()] = value
    }
  return challenges
}

/**
 * Asks the service where a token comes from: the address in its challenge first, then the well-known addresses for the
 * path and for the root. Finds what the challenge says when no metadata is served. Never throws.
 */
export async function authorizationFacts(
  url: string,
  challenge: Challenge | undefined,
  fetch: (url: string, init: RequestInit) => Promise<Response>,
): Promise<AuthorizationFacts> {
  const claimed = words(challenge?.parameters.scope)
  const signal = AbortSignal.timeout(2000)
  for (const address of metadataAddresses(url, challenge)) {
    const metadata = await readMetadata(address, (target) =>
      fetch(target, { signal, headers: { accept: 'application/json' } }),
    )
    if (metadata === undefined) continue
    const scopes = strings(metadata.scopes_supported)
    return {
      authorizationServers: strings(metadata.authorization_servers),
      scopes: claimed.length > 0 ? claimed : scopes,
    }
  }
  return { authorizationServers: [], scopes: claimed }
}

function metadataAddresses(url: string, challenge: Challenge | undefined): string[] {
  const { origin, pathname } = new URL(url)
  const wellKnown = `${origin}/.well-known/oauth-protected-resource`
  const path = pathname === '/' ? '' : pathname
  return [...new Set([challenge?.parameters.resource_metadata ?? '', `${wellKnown}${path}`, wellKnown])].filter(
    (address) => /^https?:/.test(address) && URL.canParse(address),
  )
}

async function readMetadata(
  address: string,
  fetch: (url: string) => Promise<Response>,
): Promise<Record<string, unknown> | undefined> {
  try {
    const response = await fetch(address)
    const text = await response.text()
    if (response.status !== 200 || text.length > MAX_METADATA_BYTES) return undefined
    const metadata: unknown = JSON.parse(text)
    if (typeof metadata !== 'object' || metadata === null || !('authorization_servers' in metadata)) return undefined
    return metadata as Record<string, unknown>
  } catch {
    return undefined
  }
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}

function words(text: string | undefined): string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '')
}
