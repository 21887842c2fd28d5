import type { PlatformConnection } from '../connector.ts'
import { signInAccount } from './account-session.ts'
import { type DifySession, keySession } from './session.ts'
import { holdBack } from './tries.ts'

interface SignInOptions {
  signal?: AbortSignal | undefined
  /** Whether a person asked for this try: then a password that was refused a short time ago is sent again. */
  byPerson?: boolean
}

/** Signs in as the connection says, for one workspace: an account at once; a key needs no sign-in. */
export async function signIn(
  connection: PlatformConnection,
  release: string,
  workspaceId: string | undefined,
  { signal, byPerson = false }: SignInOptions = {},
): Promise<DifySession> {
  const { baseUrl, login } = connection
  if (login.kind === 'adminKey') return keySession(baseUrl, login.key, workspaceId)
  if (!byPerson) holdBack(baseUrl, login.email, login.password)
  return signInAccount(baseUrl, login, release, signal)
}
