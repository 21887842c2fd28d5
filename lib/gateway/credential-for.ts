import { type CredentialSource, credentialSource, openServiceCredential } from '#lib/credentials/index.ts'
import type { GrantedService } from './grant.ts'

/** What the gateway presents to one service. */
export interface UpstreamCredential {
  /** The headers that carry it, names in lower case. The stored credential is opened once. */
  headers(): Promise<Record<string, string>>
  /** Called when the service refused `headers`: whether another try may have other ones. */
  refused(headers: Record<string, string>): boolean
}

/** The credential that is stored with a service. `headers` throws what `unseal` and, for an OAuth client, its server throw. */
export function credentialFor(service: GrantedService): UpstreamCredential {
  let opened: Promise<CredentialSource> | undefined
  let source: CredentialSource | undefined
  const open = async () => {
    source = credentialSource(await openServiceCredential(service.sealedCredential), service.url)
    return source
  }
  // Most credentials stay what they are, so this is done once for them.
  let last: { presented: Record<string, string>; lowered: Record<string, string> } | undefined
  return {
    async headers() {
      opened ??= open()
      const presented = await (source ?? (await opened)).headers()
      if (last?.presented !== presented) last = { presented, lowered: inLowerCase(presented) }
      return last.lowered
    },
    refused: (headers) => source?.refused({ Authorization: headers.authorization ?? '' }) ?? false,
  }
}

function inLowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
