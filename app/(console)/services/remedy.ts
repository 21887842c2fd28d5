import type { ServiceSummary } from '#lib/services/index.ts'

type Troubled = Pick<ServiceSummary, 'id' | 'remedy' | 'statusCode'>

const CREDENTIAL_WORDS: Record<string, string> = {
  needs_basic: 'Enter a password',
  needs_credential: 'Enter a credential',
}

/** What the next step of an abnormal or unchecked service is called, as a button. */
export function remedyLabel({ remedy, statusCode }: Troubled): string {
  if (remedy === 'credential') return CREDENTIAL_WORDS[statusCode ?? ''] ?? 'Enter a token'
  if (remedy === 'url') return statusCode === 'moved' ? 'Change the URL' : 'Correct the URL'
  return 'Check now'
}

/** The field of the form that the next step leads to; undefined where it is another check. */
export function remedyField({ remedy }: Troubled): 'credential' | 'url' | undefined {
  return remedy === 'credential' || remedy === 'url' ? remedy : undefined
}

/** Where the form of a service opens on its own page, at a field. */
export function editHref(id: string, focus?: 'credential' | 'url'): string {
  return `/services/${id}?form=${id}${focus === undefined ? '' : `&focus=${focus}`}`
}
