import { invalidInput } from '#lib/core/index.ts'
import { unsealLogin } from './connection.ts'
import type { PlatformLogin } from './connector.ts'
import type { PlatformRow } from './projection.ts'
import type { KeptLogin } from './schema.ts'

/**
 * The login that an edited form means: its own secret, or the stored one where it holds none. The stored one goes only where it
 * was given for, or an editor could have it sent to an address of their own: another server, kind of sign-in or account asks for it anew.
 */
export async function completeLogin(
  wanted: KeptLogin,
  baseUrl: string,
  stored: PlatformRow | undefined,
): Promise<PlatformLogin> {
  if (wanted.kind === 'adminKey' && wanted.key !== undefined) return { kind: 'adminKey', key: wanted.key }
  if (wanted.kind === 'account' && wanted.password !== undefined) return { ...wanted, password: wanted.password }
  const [field, what] =
    wanted.kind === 'adminKey' ? ['login.key', 'the admin API key'] : ['login.password', 'the password']
  const missing = (why: string) => invalidInput({ [field]: `${why} Enter ${what}.` })
  if (stored === undefined) throw missing('Nothing is stored yet.')
  if (new URL(stored.baseUrl).origin !== new URL(baseUrl).origin)
    throw missing(`What is stored was given for ${new URL(stored.baseUrl).origin}.`)
  if (stored.authKind !== wanted.kind) throw missing('What is stored is for the other way to sign in.')
  if (wanted.kind === 'account' && stored.accountEmail !== wanted.email)
    throw missing(`What is stored belongs to ${stored.accountEmail}.`)
  return unsealLogin(stored)
}

/** Whether a form brings a secret of its own. */
export function bringsSecret(wanted: KeptLogin): boolean {
  return (wanted.kind === 'adminKey' ? wanted.key : wanted.password) !== undefined
}
