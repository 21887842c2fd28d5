import type { ServiceStatus } from './schema.ts'

/** The kind of the next step that an abnormal or unchecked service asks for: enter a credential, correct the URL, or check again. */
export type Remedy = 'credential' | 'url' | 'check' | 'none'

const CREDENTIAL = new Set([
  'credential_refused',
  'needs_token',
  'needs_basic',
  'needs_credential',
  'lacks_scope',
  'access_token_refused',
])
const URL_CODES = new Set(['moved', 'wrong_path', 'web_page', 'not_mcp', 'other_json', 'unknown_host'])

/** Which next step belongs to a verdict. */
export function remedyOf({ status, statusCode }: { status: ServiceStatus; statusCode: string | null }): Remedy {
  if (status === 'normal') return 'none'
  if (statusCode !== null && CREDENTIAL.has(statusCode)) return 'credential'
  if (statusCode !== null && URL_CODES.has(statusCode)) return 'url'
  return 'check'
}
