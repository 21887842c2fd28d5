import type { Applied, DesiredProvider, ObservedProvider, ProviderChange } from '../connector.ts'
import { PlatformError } from '../platform-error.ts'
import { has } from './capabilities.ts'
import type { DifyAnswer } from './http.ts'
import { makeUsable, outcome } from './make-usable.ts'
import { createProvider, putProvider } from './provider-calls.ts'
import { providerRefused } from './provider-refusal.ts'
import { connectFailure } from './reasons.ts'
import { type Refusal, refusalOf } from './refusal.ts'
import { faultsOf } from './rules.ts'
import type { DifySession } from './session.ts'

/** Creates a provider and makes it usable. See `NamespaceHandle.create`. */
export async function create(
  session: DifySession,
  release: string,
  desired: DesiredProvider,
  signal?: AbortSignal,
): Promise<Applied> {
  refuseFaults(desired, release)
  const provider = await createProvider(session, desired, signal)
  const subject = {
    remoteId: provider.id,
    stage: 'created',
    headerValues: Object.values(desired.headers),
    maybeAuthorised: provider.is_team_authorization,
  } as const
  if (has(release, 'createConnects')) {
    const applied = outcome(subject, provider, release)
    if (applied.connected) return applied
  }
  return makeUsable(session, release, subject, signal)
}

/** Changes a provider and proves it by connecting anew. See `NamespaceHandle.update`. */
export async function update(
  session: DifySession,
  release: string,
  before: ObservedProvider,
  desired: DesiredProvider,
  change: ProviderChange,
  signal?: AbortSignal,
): Promise<Applied> {
  refuseFaults(desired, release)
  const secrets = [...session.secrets, ...Object.values(desired.headers)]
  const answer = await put(session, release, before, desired, change, secrets, signal)
  if (answer.status !== 200) throw changeRefused(refusalOf(answer, secrets), release, desired, change)
  const subject = {
    remoteId: before.remoteId,
    stage: 'changed',
    headerValues: Object.values(desired.headers),
    // A new URL leaves it unauthorised even when everything fits.
    maybeAuthorised: before.authorised && !change.url,
  } as const
  return makeUsable(session, release, subject, signal)
}

/**
 * With a new URL Dify connects there first, with the headers it had: what answers the old token with anything but 401
 * makes it refuse the change. Where that helps, the headers then go first (that connects nowhere), and the URL after them.
 */
async function put(
  session: DifySession,
  release: string,
  before: ObservedProvider,
  desired: DesiredProvider,
  change: ProviderChange,
  secrets: readonly string[],
  signal: AbortSignal | undefined,
): Promise<DifyAnswer> {
  const answer = await putProvider(session, before, desired, !change.url, signal)
  if (answer.status === 200 || !change.url || !change.headers || !has(release, 'newUrlTriedWithHeaders')) return answer
  const { nextStep } = connectFailure(refusalOf(answer, secrets), 'not_changed', true)
  if (nextStep === 'network' || isRuleBroken(refusalOf(answer, secrets))) return answer
  const headersOnly = await putProvider(session, before, desired, true, signal)
  return headersOnly.status === 200 ? putProvider(session, before, desired, false, signal) : headersOnly
}

function isRuleBroken({ message }: Refusal): boolean {
  return /already exists|not found$|not valid/i.test(message)
}

function changeRefused(
  refusal: Refusal,
  release: string,
  desired: DesiredProvider,
  change: ProviderChange,
): PlatformError {
  const known = providerRefused('to change the tool', refusal, desired)
  if (!change.url || isRuleBroken(refusal) || !/^platform_(refused|failed)$/.test(known.code)) return known
  const sendsHeaders = Object.keys(desired.headers).length > 0
  const { code, message, nextStep, platformSaid } = connectFailure(refusal, 'not_changed', sendsHeaders)
  return new PlatformError(code, message, {
    nextStep,
    next:
      nextStep !== 'network' && sendsHeaders && !has(release, 'newUrlTriedWithHeaders')
        ? 'Dify keeps the URL it had, and tries a new one without a readable token. If the service is fine, remove the tool there and synchronize again: under its identifier applications find it again.'
        : 'Dify keeps the URL it had. Correct the service or the way to it, then synchronize again.',
    ...(platformSaid !== undefined && { platformSaid }),
  })
}

function refuseFaults(desired: DesiredProvider, release: string): void {
  const [fault] = faultsOf(desired, release)
  if (fault !== undefined) throw new PlatformError(fault.code, fault.message, { nextStep: fault.nextStep })
}
