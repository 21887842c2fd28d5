import { credentialHeaders, type ServiceCredential, seal, serviceCredentialSchema, unseal } from '#lib/core/index.ts'
import { accessTokens } from './access-tokens.ts'

/** What the two columns of a service hold for a credential: its kind in clear, the rest sealed (null for none). */
export async function sealServiceCredential(
  credential: ServiceCredential,
): Promise<{ credentialKind: ServiceCredential['kind']; credential: string | null }> {
  return {
    credentialKind: credential.kind,
    credential: credential.kind === 'none' ? null : await seal(JSON.stringify(credential), 'service.credential'),
  }
}

/** Opens what `sealServiceCredential` made. */
export async function openServiceCredential(sealed: string | null): Promise<ServiceCredential> {
  if (sealed === null) return { kind: 'none' }
  return serviceCredentialSchema.parse(JSON.parse(await unseal(sealed, 'service.credential')))
}

/** The way from a service's credential to the headers of a request to `url`. */
export interface CredentialSource {
  /** The headers for a request now. Throws `access_token_…` when the client gets no token. */
  headers(): Promise<Record<string, string>>
  /** Says that a request with these headers got 401; returns whether another try may have other ones. */
  refused(headers: Record<string, string>): boolean
}

/** Headers of a credential that stay what they are, or access tokens, fetched and renewed for all callers together. */
export function credentialSource(credential: ServiceCredential, url: string): CredentialSource {
  if (credential.kind !== 'oauthClient') {
    const headers = credentialHeaders(credential)
    return { headers: () => Promise.resolve(headers), refused: () => false }
  }
  const tokens = accessTokens(credential, url)
  return {
    headers: async () => ({ Authorization: `Bearer ${await tokens.current()}` }),
    refused({ Authorization }) {
      tokens.refused((Authorization ?? '').replace(/^Bearer /, ''))
      return true
    },
  }
}
