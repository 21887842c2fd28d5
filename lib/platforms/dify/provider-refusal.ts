import type { DesiredProvider } from '../connector.ts'
import { PlatformError } from '../platform-error.ts'
import { type Refusal, refused } from './refusal.ts'

/** The error for a refused call about a provider: what is taken, what is gone, else `refused`. */
export function providerRefused(what: string, refusal: Refusal, desired?: DesiredProvider): PlatformError {
  const platformSaid = refusal.message
  const taken = refusal.status === 400 ? /^MCP tool (.*) already exists$/is.exec(refusal.message)?.[1] : undefined
  if (taken !== undefined && desired !== undefined) return alreadyThere(taken, desired, platformSaid)
  if (/MCP tool not found/i.test(refusal.message))
    return new PlatformError('provider_gone', 'The tool is not in this workspace any more.', {
      nextStep: 'plan',
      next: 'Make a new plan: it will create the tool again.',
      platformSaid,
    })
  if (/Server URL is not valid/i.test(refusal.message))
    return new PlatformError('url_refused', 'Dify does not accept this URL.', {
      nextStep: 'service',
      next: 'Correct the URL of the service.',
      platformSaid,
    })
  return refused(what, refusal)
}

/** Dify names only what is taken: which of the three unique fields it is, the value tells. */
function alreadyThere(taken: string, desired: DesiredProvider, platformSaid: string): PlatformError {
  const options = { nextStep: 'plan', platformSaid } as const
  if (taken === desired.url || /this server URL/i.test(taken))
    return new PlatformError('url_taken', 'Another tool in this workspace has the same URL.', {
      ...options,
      next: 'Adopt that one, or give the service another URL: Dify keeps each URL once.',
    })
  if (taken === desired.name)
    return new PlatformError('name_taken', `Another tool in this workspace is named «${taken}».`, {
      ...options,
      next: 'Rename it for this synchronization, or adopt that one.',
    })
  return new PlatformError(
    'identifier_taken',
    `Another tool in this workspace has the identifier «${desired.identifier}».`,
    {
      ...options,
      next: 'Adopt that one, or skip it here.',
    },
  )
}
