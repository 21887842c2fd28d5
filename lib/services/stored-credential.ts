import { type Credential, credentialSchema, seal, unseal } from '#lib/core/index.ts'

/** What the two columns of a service hold for a credential: its kind in clear, the rest sealed (null for none). */
export async function sealCredential(
  credential: Credential,
): Promise<{ credentialKind: Credential['kind']; credential: string | null }> {
  return {
    credentialKind: credential.kind,
    credential: credential.kind === 'none' ? null : await seal(JSON.stringify(credential), 'service.credential'),
  }
}

/** Opens what `sealCredential` made. */
export async function openCredential(sealed: string | null): Promise<Credential> {
  if (sealed === null) return { kind: 'none' }
  return credentialSchema.parse(JSON.parse(await unseal(sealed, 'service.credential')))
}
