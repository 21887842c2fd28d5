import type { DesiredProvider, ObservedProvider, ObserveOptions } from '../connector.ts'
import { PlatformError } from '../platform-error.ts'
import { type DifyProvider, observed, readProvider, readProviders } from './answers.ts'
import { DEADLINES, listDeadline } from './deadlines.ts'
import type { DifyAnswer } from './http.ts'
import { providerDetails } from './provider-details.ts'
import { providerRefused } from './provider-refusal.ts'
import { refusalOf } from './refusal.ts'
import type { DifySession } from './session.ts'

const PROVIDER = '/workspaces/current/tool-provider/mcp'
/** Keeps the stored URL in an update. */
const SAME_URL = '[__HIDDEN__]'
/** A thousand providers with sixty tools each are about 100 MB. */
const LIST_BYTES = 256 * 1024 * 1024

/** Everything that is in the workspace. Costs Dify up to 75 ms for each provider. */
export async function listProviders(
  session: DifySession,
  { expectedProviders, details = false, signal }: ObserveOptions,
): Promise<ObservedProvider[]> {
  const answer = await session.call({
    method: 'GET',
    path: '/workspaces/current/tool-providers?type=mcp',
    deadlineMs: listDeadline(expectedProviders),
    maxBytes: LIST_BYTES,
    signal,
  })
  const providers = answer.status === 200 ? readProviders(answer.body) : undefined
  if (providers === undefined) throw providerRefused('to list its MCP tools', refusalOf(answer, session.secrets))
  return providers.map((provider) => ({
    ...observed(provider),
    ...(details && { details: providerDetails(provider) }),
  }))
}

/** Creates; the answer says what Dify knows then. A lost or incomprehensible answer leaves the outcome unknown. */
export async function createProvider(
  session: DifySession,
  desired: DesiredProvider,
  signal?: AbortSignal,
): Promise<DifyProvider> {
  const answer = await session.call({
    method: 'POST',
    path: PROVIDER,
    body: bodyOf(desired, desired.url),
    ...writing(desired, signal),
  })
  if (answer.status !== 200) throw providerRefused('to create the tool', refusal(session, answer, desired), desired)
  const provider = readProvider(answer.body)
  if (provider !== undefined) return provider
  throw new PlatformError('answer_not_understood', 'Dify’s answer to a create could not be understood.', {
    outcome: 'unknown',
    next: 'Look at Dify’s tools page, then try again.',
    nextStep: 'retry',
  })
}

/** Changes; what Dify has that we don't know of goes back as it was seen. */
export function putProvider(
  session: DifySession,
  before: ObservedProvider,
  desired: DesiredProvider,
  keepUrl: boolean,
  signal?: AbortSignal,
): Promise<DifyAnswer> {
  const { configuration: unknownConfiguration, ...unknown } = before.extra
  const body = bodyOf(desired, keepUrl ? SAME_URL : desired.url)
  return session.call({
    method: 'PUT',
    path: PROVIDER,
    body: {
      ...unknown,
      ...body,
      configuration: { ...(unknownConfiguration as object | undefined), ...body.configuration },
      provider_id: before.remoteId,
    },
    ...writing(desired, signal),
  })
}

/** Lets Dify connect now. */
export function authProvider(session: DifySession, remoteId: string, signal?: AbortSignal): Promise<DifyAnswer> {
  return session.call({
    method: 'POST',
    path: `${PROVIDER}/auth`,
    body: { provider_id: remoteId },
    deadlineMs: DEADLINES.connect,
    signal,
  })
}

/** Lets Dify connect and read the tools anew: the only way it learns of changed ones. */
export function updateTools(session: DifySession, remoteId: string, signal?: AbortSignal): Promise<DifyAnswer> {
  return session.call({
    method: 'GET',
    path: `${PROVIDER}/update/${encodeURIComponent(remoteId)}`,
    deadlineMs: DEADLINES.connect,
    signal,
  })
}

/** Removes. The id goes in the query and in the body: releases before 1.17.0 read the one, later ones the other. */
export async function deleteProvider(session: DifySession, remoteId: string, signal?: AbortSignal): Promise<void> {
  const answer = await session.call({
    method: 'DELETE',
    path: `${PROVIDER}?provider_id=${encodeURIComponent(remoteId)}`,
    body: { provider_id: remoteId },
    deadlineMs: DEADLINES.remove,
    signal,
    writes: true,
  })
  if (answer.status === 200 || answer.status === 204) return
  const why = refusalOf(answer, session.secrets)
  if (!/MCP tool not found/i.test(why.message)) throw providerRefused('to remove the tool', why)
}

function writing(desired: DesiredProvider, signal: AbortSignal | undefined) {
  return { deadlineMs: DEADLINES.connect, signal, writes: true, secrets: Object.values(desired.headers) }
}

function refusal(session: DifySession, answer: DifyAnswer, desired: DesiredProvider) {
  return refusalOf(answer, [...session.secrets, ...Object.values(desired.headers)])
}

/** Both forms of the timeouts: releases before 1.10 read the outer ones, later ones `configuration`. */
function bodyOf(desired: DesiredProvider, url: string) {
  const timeouts = { timeout: desired.timeoutSeconds, sse_read_timeout: desired.sseReadTimeoutSeconds }
  return {
    name: desired.name,
    server_url: url,
    server_identifier: desired.identifier,
    icon: desired.iconEmoji,
    icon_type: 'emoji',
    icon_background: desired.iconColor,
    headers: desired.headers,
    configuration: timeouts,
    ...timeouts,
  }
}
