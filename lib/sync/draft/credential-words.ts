import { type Credential, credentialHeaders } from '#lib/core/index.ts'

const WORDS: Record<string, string> = {
  none: 'no token',
  bearer: 'Bearer token',
  apiKey: 'API key header',
  basic: 'user name and password',
  headers: 'headers of its own',
}

/** How a kind of credential is called in sentences: «API key header», «no token». */
export function credentialWords(kind: string): string {
  return WORDS[kind] ?? 'a token'
}

/** What may be said of a credential: its kind and the names of the headers it becomes. */
export function describeCredential(credential: Credential): { credentialKind: string; headerNames: string[] } {
  return { credentialKind: credential.kind, headerNames: Object.keys(credentialHeaders(credential)) }
}
