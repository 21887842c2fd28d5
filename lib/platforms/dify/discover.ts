import type { ReleaseCapabilities } from '../connector.ts'
import { PlatformError } from '../platform-error.ts'
import { healthSchema, setupSchema } from './answers.ts'
import { capabilitiesOf } from './capabilities.ts'
import { DEADLINES } from './deadlines.ts'
import { type DifyAnswer, send } from './http.ts'
import { refusalOf } from './refusal.ts'
import { callOpenly } from './session.ts'

/**
 * Who answers at an address, before anybody signs in: the row of its release.
 * Throws `redirected`, `behind_sign_in`, `gateway_lost`, `not_dify`, `setup_unfinished`, `release_unknown`, `too_old`, or the network's reason.
 */
export async function discover(baseUrl: string, signal?: AbortSignal): Promise<ReleaseCapabilities> {
  const answer = await callOpenly(baseUrl, { method: 'GET', path: '/setup', deadlineMs: DEADLINES.discover, signal })
  const step = answer.status === 200 ? setupSchema.safeParse(answer.body).data?.step : undefined
  if (step === undefined) throw notDify(answer, baseUrl)
  if (step !== 'finished')
    throw new PlatformError('setup_unfinished', 'This Dify has not been set up yet.', {
      next: 'Open its address in a browser, make the first account, then test again.',
    })
  return capabilitiesOf(answer.release ?? (await releaseByHealth(baseUrl, signal)))
}

/** Some proxies take unknown headers away; then the health page tells, where it is let through. */
async function releaseByHealth(baseUrl: string, signal: AbortSignal | undefined): Promise<string> {
  const answer = await send(baseUrl, { method: 'GET', path: '/health', deadlineMs: DEADLINES.discover, signal })
  const version = answer.release ?? healthSchema.safeParse(answer.body).data?.version
  if (version !== undefined) return version
  throw new PlatformError(
    'release_unknown',
    'This Dify does not tell its release, and without it nobody can sign in safely.',
    {
      next: 'Let the proxy before Dify pass the header X-Version of its answers, or the path /health.',
    },
  )
}

function notDify(answer: DifyAnswer, baseUrl: string): PlatformError {
  const { host } = new URL(baseUrl)
  const platformSaid = refusalOf(answer).message
  const location = answer.headers.get('location')
  if (answer.status >= 300 && answer.status < 400 && location !== null)
    return new PlatformError('redirected', `${host} sends us on to ${new URL(location, baseUrl).origin}.`, {
      next: 'Enter that address, if it is where Dify really is.',
      platformSaid,
    })
  if (answer.status === 401 || answer.status === 403)
    return new PlatformError('behind_sign_in', `Something before ${host} refuses us (${answer.status}).`, {
      next: 'Let MCP Ferry through to the path /console/api, or use an address inside the network.',
      platformSaid,
    })
  if (answer.status >= 502 && answer.status <= 504)
    return new PlatformError('gateway_lost', `A proxy answers in Dify’s place (${answer.status}).`, {
      next: 'Start Dify’s API server, or wait until it is up.',
      transient: true,
      platformSaid,
    })
  return new PlatformError('not_dify', `What answers at ${host} is not Dify’s console.`, {
    next: 'Enter the address under which Dify’s pages are opened, or that of its API server.',
    platformSaid,
  })
}
