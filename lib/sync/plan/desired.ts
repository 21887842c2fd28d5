import type { AppliedFingerprints, AppliedShown, ItemDesired } from '#db/schema/index.ts'
import { type Credential, credentialHeaders, fingerprint, matchesFingerprint } from '#lib/core/index.ts'
import type { DesiredProvider, ProviderChange } from '#lib/platforms/index.ts'

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

/** What should be there for a service, under its own name or the one chosen for the namespace. */
export function desiredOf(service: ServiceLook, shownName: string | null): ItemDesired {
  const { identifier, name, url, iconEmoji, iconColor, timeoutSeconds, sseReadTimeoutSeconds } = service
  const renamed = shownName !== null && shownName !== name
  return {
    ...{ identifier, url, iconEmoji, iconColor, timeoutSeconds, sseReadTimeoutSeconds },
    name: renamed ? shownName : name,
    renamed,
  }
}

/** What the connector is given: with the headers that the credential becomes. */
export function desiredProvider(desired: ItemDesired, credential: Credential): DesiredProvider {
  const { renamed: _, ...provider } = desired
  return { ...provider, headers: credentialHeaders(credential) }
}

/** Fingerprints of each part of what is applied. */
export function fingerprintsOf(provider: DesiredProvider): AppliedFingerprints {
  return {
    url: fingerprint(provider.url),
    headers: fingerprint(headersText(provider)),
    look: fingerprint(lookText(provider)),
  }
}

/** Which parts differ from what was applied; everything when nothing is known to be applied. */
export function changeSince(applied: AppliedFingerprints | null, provider: DesiredProvider): ProviderChange {
  if (applied === null) return { url: true, headers: true, look: true }
  return {
    url: !matchesFingerprint(provider.url, applied.url),
    headers: !matchesFingerprint(headersText(provider), applied.headers),
    look: !matchesFingerprint(lookText(provider), applied.look),
  }
}

/** What of an applied provider may be shown later. */
export function shownOf(provider: DesiredProvider): AppliedShown {
  const { name, url, iconEmoji, iconColor, timeoutSeconds, sseReadTimeoutSeconds, headers } = provider
  return { name, url, iconEmoji, iconColor, timeoutSeconds, sseReadTimeoutSeconds, headerNames: Object.keys(headers) }
}

function headersText({ headers }: DesiredProvider): string {
  const lines = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  return JSON.stringify(lines.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

function lookText({ name, iconEmoji, iconColor, timeoutSeconds, sseReadTimeoutSeconds }: DesiredProvider): string {
  return JSON.stringify([name, iconEmoji, iconColor, timeoutSeconds, sseReadTimeoutSeconds])
}
