import {
  type AuthorizationServer,
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  customFetch,
  processClientCredentialsResponse,
  ResponseBodyError,
} from 'oauth4webapi'
import { createOutbound, FerryError, networkReason, type OAuthClient } from '#lib/core/index.ts'

/** An access token and how long it is good for, unix milliseconds. */
export interface AccessToken {
  token: string
  fetchedAt: number
  expiresAt: number
}

const DEADLINE_MS = 10_000
const MOST_BYTES = 256 * 1024
/** Taken when the server does not say how long its token lives (RFC 6749 §5.1 only recommends it). */
const UNSAID_LIFE_SECONDS = 300

/**
 * Fetches an access token by the client credentials grant, for `resource`. Throws `FerryError`s with codes that begin with
 * `access_token_`: refused (with the server's own reason), unreachable, odd answer. Secrets are in none of them.
 */
export async function fetchAccessToken(client: OAuthClient, resource: string): Promise<AccessToken> {
  const { tokenUrl, clientId, clientSecret, scope, sendResource, secretIn } = client
  const server: AuthorizationServer = { issuer: new URL(tokenUrl).origin, token_endpoint: tokenUrl }
  const outbound = createOutbound({ maxBytes: MOST_BYTES, silenceTimeoutMs: DEADLINE_MS })
  try {
    const response = await clientCredentialsGrantRequest(
      server,
      { client_id: clientId },
      secretIn === 'body' ? ClientSecretPost(clientSecret) : ClientSecretBasic(clientSecret),
      { ...(scope !== '' && { scope }), ...(sendResource && { resource: client.resource || resource }) },
      {
        [customFetch]: (url, init) => outbound.fetch(url, init as RequestInit),
        // Inside a company's network an authorization server may speak plain http; the door decides what may be called.
        [allowInsecureRequests]: true,
        signal: AbortSignal.timeout(DEADLINE_MS),
      },
    )
    const fetchedAt = Date.now()
    const answer = await processClientCredentialsResponse(server, { client_id: clientId }, response)
    const lifeSeconds = answer.expires_in ?? UNSAID_LIFE_SECONDS
    return { token: answer.access_token, fetchedAt, expiresAt: fetchedAt + lifeSeconds * 1000 }
  } catch (error) {
    throw accessTokenFault(error, new URL(tokenUrl))
  } finally {
    await outbound.close()
  }
}

function accessTokenFault(error: unknown, { host, href }: URL): FerryError {
  if (error instanceof ResponseBodyError)
    return new FerryError('access_token_refused', 502, `${host} gives no access token: ${reasonOf(error)}.`, {
      next: 'Check client id, secret, scope and resource of the service’s credential.',
      cause: error,
    })
  const reason = networkReason(error, href)
  if (reason !== undefined)
    return new FerryError('access_token_unreachable', 502, `No access token: ${reason.message}`, {
      next: reason.next,
      cause: error,
    })
  if (error instanceof Error && error.name === 'TimeoutError')
    return new FerryError('access_token_unreachable', 502, `${host} gave no access token within 10 s.`, {
      next: 'Check the token URL and that the authorization server is running.',
      cause: error,
    })
  return new FerryError('access_token_odd', 502, `${host} answers, but not with an access token.`, {
    next: 'Check that the token URL leads to the token endpoint itself.',
    cause: error,
  })
}

/** The error's registered name (RFC 6749 §5.2), and what the server wrote about it, cut and on one line. */
function reasonOf({ error, error_description: description }: ResponseBodyError): string {
  const text = (description ?? '').replace(/\s+/g, ' ').trim().slice(0, 200)
  return text === '' ? error.slice(0, 60) : `${error.slice(0, 60)}, «${text.replace(/\.$/, '')}»`
}
