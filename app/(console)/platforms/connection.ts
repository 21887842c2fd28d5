import type { State } from '#components/status/states.ts'
import type { PlatformFacts } from '#lib/platforms/index.ts'
import type { FormFocus } from './search-params.ts'

/** Reasons that lie in the way we sign in. */
const SIGN_IN = new Set([
  'wrong_key',
  'key_not_enabled',
  'key_refused_by_release',
  'wrong_password',
  'unknown_account',
  'account_locked',
  'account_disabled',
  'no_namespace',
  'password_not_understood',
  'sso_only',
  'session_refused',
])
/** Reasons that another entry in the form can do away with. */
const OTHER_SECRET = new Set(['wrong_key', 'wrong_password', 'unknown_account'])
const OTHER_WAY = new Set(['key_refused_by_release', 'sso_only', 'account_disabled', 'no_namespace'])
const OTHER_ADDRESS = new Set([
  'unknown_host',
  'not_dify',
  'redirected',
  'address_denied',
  'tls_name_mismatch',
  'tls_not_spoken',
])
/** What answers is no Dify, or none that can be used. */
const UNUSABLE = new Set(['not_dify', 'too_old', 'setup_unfinished', 'release_unknown', 'redirected', 'behind_sign_in'])

/** The state of a connection as it is marked: refused and unusable ones are told from those that nobody answers at. */
export function connectionState({ status, statusCode }: Pick<PlatformFacts, 'status' | 'statusCode'>): State {
  if (status === 'reachable') return 'connected'
  if (status === 'unchecked') return 'unchecked'
  const code = statusCode ?? ''
  if (SIGN_IN.has(code)) return 'refused'
  return UNUSABLE.has(code) ? 'abnormal' : 'unreachable'
}

/** The way to sign in that a refusal leaves open: the other one, where this one is not taken there at all. */
export function openSignIn({
  statusCode,
  authKind,
}: Pick<PlatformFacts, 'statusCode' | 'authKind'>): PlatformFacts['authKind'] {
  if (statusCode === 'key_refused_by_release') return 'account'
  return statusCode === 'sso_only' ? 'adminKey' : authKind
}

/** The next step that the form offers for an abnormal connection: what its button says and where the form begins; undefined where only another test helps. */
export function formRemedy({
  statusCode,
  authKind,
}: Pick<PlatformFacts, 'statusCode' | 'authKind'>): { label: string; focus: FormFocus } | undefined {
  const code = statusCode ?? ''
  if (OTHER_SECRET.has(code))
    return { label: authKind === 'adminKey' ? 'Enter the key' : 'Enter the password', focus: 'sign-in' }
  if (OTHER_WAY.has(code)) return { label: 'Change the sign-in', focus: 'sign-in' }
  if (OTHER_ADDRESS.has(code)) return { label: 'Correct the address', focus: 'address' }
  return undefined
}
