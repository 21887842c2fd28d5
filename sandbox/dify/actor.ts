import type { Actor, Context } from './context.ts'
import { type Call, Crash, refusal } from './http.ts'
import { readToken } from './tokens.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * The id when it is a UUID.
 * @throws Crash otherwise: Dify hands it to its database, which fails.
 */
export function uuid(id: string): string {
  if (!UUID.test(id)) throw new Crash(`not a UUID: ${id}`)
  return id
}

/**
 * Who makes this call: by the admin key and `X-WORKSPACE-ID`, or by a session.
 * @throws Refusal 401 in Dify's words. Crash for a workspace id that is no UUID.
 */
export function actorOf(context: Context, call: Call): Actor {
  const { traits } = context
  const cookies = traits.sessionIn === 'cookies'
  const cookie = cookies ? call.cookies.access_token : undefined
  const token = cookie ?? bearer(call)
  if (!token) throw refusal(401, 'unauthorized', 'Invalid Authorization token.')
  const byKey = byAdminKey(context, call, token)
  if (byKey && !traits.adminKeyNeedsCsrf) return byKey
  const actor = byKey ?? bySession(context, token)
  if (cookies && !csrfHolds(context, call, actor)) {
    throw refusal(401, 'unauthorized', 'CSRF token is missing or invalid.')
  }
  return actor
}

/** The credential of `GET /all-workspaces`, which knows the admin key only. @throws Refusal 401. */
export function requireAdminKey({ installation, traits }: Context, call: Call): void {
  const token = bearer(call) ?? (traits.sessionIn === 'cookies' ? call.cookies.access_token : undefined)
  if (!token) throw refusal(401, 'unauthorized', 'Authorization header is missing.')
  if (!installation.adminKey || token !== installation.adminKey) {
    throw refusal(401, 'unauthorized', 'API key is invalid.')
  }
}

function bearer(call: Call): string | undefined {
  return /^bearer (.+)$/i.exec(call.headers.authorization ?? '')?.[1]
}

function byAdminKey({ installation, state }: Context, call: Call, token: string): Actor | undefined {
  const id = call.headers['x-workspace-id']
  if (!installation.adminKey || token !== installation.adminKey || typeof id !== 'string') return undefined
  const workspace = state.workspaces.find((one) => one.id === uuid(id))
  const owner = state.memberships.find(({ workspaceId, role }) => workspaceId === id && role === 'owner')
  const account = state.accounts.find((one) => one.id === owner?.accountId)
  return workspace && account ? { account, workspace, by: 'admin key' } : undefined
}

function bySession({ state }: Context, token: string): Actor {
  const id = readToken(state.secret, 'access', token)
  const account = state.accounts.find((one) => one.id === id)
  const workspace = state.workspaces.find((one) => one.id === account?.currentWorkspaceId)
  if (!account || !workspace) throw refusal(401, 'unauthorized', 'Invalid token.')
  return { account, workspace, by: 'account' }
}

function csrfHolds({ state }: Context, call: Call, actor: Actor): boolean {
  const header = call.headers['x-csrf-token']
  if (typeof header !== 'string' || header !== call.cookies.csrf_token) return false
  return readToken(state.secret, 'csrf', header) === actor.account.id
}
