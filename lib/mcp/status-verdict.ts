import type { Answer } from './answer.ts'
import { authorizationFacts, parseChallenges } from './authorization.ts'
import { parseRpcError } from './rpc-error.ts'
import { rpcVerdict } from './rpc-verdict.ts'
import { oneLine, quoted, type Verdict } from './verdict.ts'
import type { Wire } from './wire.ts'

/** What an HTTP status other than 2xx says of a service, with the next step. Asks for authorization metadata at a 401. */
export async function statusVerdict(answer: Answer & { status: number }, wire: Wire): Promise<Verdict> {
  const { status } = answer
  if (status < 400) return moved(answer, wire.target.url)
  if (status === 401) return unauthorized(answer, wire)
  if (status === 403) return forbidden(answer, wire)
  if (status === 408 || status === 429 || status === 503) return busy(answer)
  if (status >= 500) return serviceFails(answer)
  const error = parseRpcError(answer.text)
  if (error !== undefined) return rpcVerdict(error, answer.what)
  if (status === 404 || status === 405 || status === 410) return wrongPath(wire.target)
  return {
    code: 'not_mcp',
    message: `What answers at this address is not an MCP service: it answers ${answer.what} with ${status}.`,
    next: 'Check the address, above all its path.',
  }
}

function wrongPath({ url, transport }: Wire['target']): Verdict {
  const { host, pathname } = new URL(url)
  return {
    code: 'wrong_path',
    message: `${host} answers, but nothing speaks MCP at ${pathname}.`,
    next:
      transport === 'auto'
        ? 'Check the path of the address; most services end in /mcp or /sse.'
        : 'Check the path of the address, or set the transport to automatic.',
  }
}

function moved(answer: Answer, url: string): Verdict {
  const { location } = answer
  const target = location !== undefined && URL.canParse(location, url) ? new URL(location, url) : undefined
  if (target === undefined)
    return {
      code: 'moved',
      message: `The service sends callers elsewhere (${answer.status}), without saying where.`,
      next: 'Ask who runs it for the new address.',
    }
  target.username = ''
  target.password = ''
  // A login page carries the first address in its query; the path is what an operator can use.
  target.search = ''
  return {
    code: 'moved',
    message: `The service has moved to ${oneLine(target.href)} (${answer.status}).`,
    next: 'If that address is right, enter it as the URL of the service.',
  }
}

async function unauthorized(answer: Answer, wire: Wire): Promise<Verdict> {
  const challenges = parseChallenges(answer.wwwAuthenticate)
  const bearer = challenges.find(({ scheme }) => scheme === 'bearer')
  const basic = bearer === undefined && challenges.some(({ scheme }) => scheme === 'basic')
  const facts = basic ? undefined : await authorizationFacts(wire.target.url, bearer, wire.aside)
  const servers = oneLine(facts?.authorizationServers.slice(0, 3).join(' or ') ?? '')
  const scopes = oneLine(facts?.scopes.join(', ') ?? '')
  const token = `a Bearer token${servers && ` from ${servers}`}${scopes && ` with the scope ${scopes}`}`
  if (hasCredential(wire)) {
    const wanted = bearer !== undefined || servers !== '' ? `; it wants ${token}` : basic ? '; it wants Basic' : ''
    return {
      code: 'credential_refused',
      message: `The service refuses the credential it was given (401)${wanted}.`,
      next: 'Enter a credential that is valid now.',
    }
  }
  if (bearer !== undefined)
    return {
      code: 'needs_token',
      message: `The service wants ${token}.`,
      next: 'Enter a token as the credential of the service.',
    }
  if (basic)
    return {
      code: 'needs_basic',
      message: 'The service wants a user name and a password (Basic).',
      next: 'Enter both as the credential of the service.',
    }
  return {
    code: 'needs_credential',
    message: `The service wants a credential, without saying of which kind (401)${servers && `; tokens for it come from ${servers}`}.`,
    next: 'Ask who runs it, then enter a token, an API key or a password.',
  }
}

function forbidden(answer: Answer, wire: Wire): Verdict {
  const challenge = parseChallenges(answer.wwwAuthenticate).find(
    ({ parameters }) => parameters.error === 'insufficient_scope',
  )
  if (challenge === undefined)
    return {
      code: 'refused',
      message: 'The service refuses the caller (403).',
      next: 'Ask who runs it whether this credential, and this network, may call it.',
    }
  const scope =
    challenge.parameters.scope === undefined
      ? 'a scope that it wants'
      : `the scope ${oneLine(challenge.parameters.scope)}`
  return hasCredential(wire)
    ? { code: 'lacks_scope', message: `The token lacks ${scope}.`, next: 'Enter a token that was issued with it.' }
    : {
        code: 'lacks_scope',
        message: `The service wants a token with ${scope}.`,
        next: 'Enter such a token as the credential of the service.',
      }
}

function hasCredential(wire: Wire): boolean {
  return Object.keys(wire.target.headers).length > 0
}

function busy(answer: Answer): Verdict {
  const wait = waitText(answer.retryAfter)
  return {
    code: 'busy',
    message: `The service is busy (${answer.status})${wait === undefined ? '' : ` and asks to wait ${wait}`}.`,
    next: wait === undefined ? 'Try again in a while.' : 'Try again after that.',
  }
}

function serviceFails(answer: Answer): Verdict {
  const gateway = answer.status === 502 || answer.status === 504
  const said = answer.contentType === 'text/plain' && answer.text?.trim() ? `: ${quoted(answer.text)}` : ''
  return {
    code: 'service_fails',
    message: gateway
      ? `A proxy before the service answers ${answer.status}: the service behind it does not answer.`
      : `The service fails with ${answer.status}${said}.`,
    next: gateway ? 'Check that the service itself is running.' : 'Look into the log of the service.',
  }
}

/** `Retry-After` is seconds or a date. */
function waitText(retryAfter: string | undefined): string | undefined {
  if (retryAfter === undefined) return undefined
  if (/^\d{1,9}$/.test(retryAfter)) return `${Number(retryAfter)} s`
  const date = Date.parse(retryAfter)
  return Number.isNaN(date)
    ? undefined
    : `until ${new Date(date).toISOString().replace('.000Z', ' UTC').replace('T', ' ')}`
}
