import type { AppliedFingerprints, AppliedShown, ItemDesired } from '#db/schema/index.ts'
import { type Credential, credentialHeaders, fingerprint, matchesFingerprint } from '#lib/core/index.ts'
import type { DesiredProvider } from '#lib/platforms/index.ts'
import { gatewayUrl, gatewayUrlWithToken } from '#lib/tokens/index.ts'
import type { TokenOptions } from '#lib/tokens/schema.ts'
import type { PlannedChange } from './plan-types.ts'

/** What of a service a provider is made of. */
export interface ServiceLook {
  identifier: string
  name: string
  url: string
  iconEmoji: string
  iconColor: string
  timeoutSeconds: number
  sseReadTimeoutSeconds: number
}

/** That a service is reached through the gateway: what its token lets through, and how that token travels. */
export interface Generated {
  options: TokenOptions
  tokenInPath: boolean
}

/** What should be there for a service, under its own name or the one chosen for the namespace, at its own address or the gateway's. */
export function desiredOf(service: ServiceLook, shownName: string | null, generated: Generated | null): ItemDesired {
  const { identifier, name, iconEmoji, iconColor, timeoutSeconds, sseReadTimeoutSeconds } = service
  const renamed = shownName !== null && shownName !== name
  const url = generated === null ? service.url : gatewayUrl(identifier)
  return {
    ...{ identifier, url, iconEmoji, iconColor, timeoutSeconds, sseReadTimeoutSeconds },
    name: renamed ? shownName : name,
    renamed,
    ...(generated !== null && { tokenOptions: generated.options }),
    ...(generated?.tokenInPath === true && { tokenInPath: true }),
  }
}

/** What the connector is given: with the headers that the credential becomes, or with the token in the URL's path. */
export function desiredProvider(desired: ItemDesired, credential: Credential): DesiredProvider {
  const { renamed: _renamed, tokenInPath, tokenOptions: _options, ...provider } = desired
  if (tokenInPath === true && credential.kind === 'bearer')
    return { ...provider, url: gatewayUrlWithToken(desired.identifier, credential.token), headers: {} }
  return { ...provider, headers: credentialHeaders(credential) }
}

/** Stands where a fingerprint of something unknown would: no value has it, so that part differs from whatever is desired. */
export const UNKNOWN_FINGERPRINT = ''

/** Fingerprints of each part of what is applied. */
export function fingerprintsOf({ tokenOptions }: ItemDesired, provider: DesiredProvider): AppliedFingerprints {
  return {
    url: fingerprint(provider.url),
    headers: fingerprint(headersText(provider)),
    ...(tokenOptions !== undefined && { filter: fingerprint(filterText(tokenOptions)) }),
    look: fingerprint(lookText(provider)),
  }
}

/** Which parts differ from what was applied; everything when nothing is known to be applied. */
export function changeSince(
  applied: AppliedFingerprints | null,
  { tokenOptions }: Pick<ItemDesired, 'tokenOptions'>,
  provider: DesiredProvider,
): PlannedChange {
  if (applied === null) return { url: true, headers: true, look: true, filter: tokenOptions !== undefined }
  return {
    url: !matchesFingerprint(provider.url, applied.url),
    headers: !matchesFingerprint(headersText(provider), applied.headers),
    look: !matchesFingerprint(lookText(provider), applied.look),
    filter: tokenOptions !== undefined && !matchesFingerprint(filterText(tokenOptions), applied.filter ?? ''),
  }
}

/** What of an applied provider may be shown later: the URL without the token that may travel in it. */
export function shownOf({ url }: ItemDesired, provider: DesiredProvider): AppliedShown {
  const { name, iconEmoji, iconColor, timeoutSeconds, sseReadTimeoutSeconds, headers } = provider
  return { name, url, iconEmoji, iconColor, timeoutSeconds, sseReadTimeoutSeconds, headerNames: Object.keys(headers) }
}

function headersText({ headers }: DesiredProvider): string {
  const lines = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  return JSON.stringify(lines.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

function lookText({ name, iconEmoji, iconColor, timeoutSeconds, sseReadTimeoutSeconds }: DesiredProvider): string {
  return JSON.stringify([name, iconEmoji, iconColor, timeoutSeconds, sseReadTimeoutSeconds])
}

/** What decides which tools the platform sees, and under which names; how often it may call does not. */
function filterText({ allowedTools, toolPrefix }: NonNullable<ItemDesired['tokenOptions']>): string {
  return JSON.stringify([allowedTools === null ? null : allowedTools.toSorted(), toolPrefix])
}
