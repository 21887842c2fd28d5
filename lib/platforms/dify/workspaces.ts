import pLimit from 'p-limit'
import type { RemoteNamespace } from '../connector.ts'
import { PlatformError } from '../platform-error.ts'
import { allWorkspacesSchema, type DifyWorkspace, ownWorkspacesSchema } from './answers.ts'
import { DEADLINES } from './deadlines.ts'
import { refusalOf, refused } from './refusal.ts'
import { type DifySession, keySession } from './session.ts'

const PAGE = 100
const MOST_PAGES = 100
/** Workspaces that are asked one by one whether they take the key (5 ms each); of more, the rest is taken to do so. */
const MOST_PROBED = 300

/** The workspaces an account is a member of, each with whether it is the account's current one. */
export async function ownWorkspaces(session: DifySession, signal?: AbortSignal): Promise<DifyWorkspace[]> {
  const answer = await session.call({ method: 'GET', path: '/workspaces', deadlineMs: DEADLINES.session, signal })
  const parsed = ownWorkspacesSchema.safeParse(answer.body)
  if (answer.status !== 200 || !parsed.success)
    throw refused('to list the workspaces', refusalOf(answer, session.secrets))
  return parsed.data.workspaces
}

/** Makes a workspace the account's current one. Throws `namespace_gone` when the account is no member. */
export async function switchTo(session: DifySession, workspaceId: string, signal?: AbortSignal): Promise<void> {
  const answer = await session.call({
    method: 'POST',
    path: '/workspaces/switch',
    body: { tenant_id: workspaceId },
    deadlineMs: DEADLINES.session,
    signal,
  })
  if (answer.status === 200) return
  const refusal = refusalOf(answer, session.secrets)
  if (refusal.status === 403 || refusal.code === 'account_not_link_tenant') throw notAMember(refusal.message)
  throw refused('to switch the workspace', refusal)
}

export function notAMember(platformSaid?: string): PlatformError {
  return new PlatformError('namespace_gone', 'The account is no member of this workspace any more.', {
    next: 'Invite it again in Dify, then refresh the namespaces.',
    ...(platformSaid !== undefined && { platformSaid }),
  })
}

export function asNamespace({ id, name, status }: DifyWorkspace): RemoteNamespace {
  return status === 'normal'
    ? { remoteId: id, name, available: true }
    : { remoteId: id, name, available: false, unavailableReason: `Is «${status}» in Dify.` }
}

/** Every workspace of an installation by its admin key, and which of them take the key. Throws `wrong_key`, `key_not_enabled`. */
export async function workspacesByKey(baseUrl: string, key: string, signal?: AbortSignal): Promise<RemoteNamespace[]> {
  const workspaces = await allWorkspaces(keySession(baseUrl, key), signal)
  const limit = pLimit(4)
  const namespaces = await Promise.all(
    workspaces.map((workspace, index) =>
      limit(async () =>
        index < MOST_PROBED && workspace.status === 'normal'
          ? probed(baseUrl, key, workspace, signal)
          : asNamespace(workspace),
      ),
    ),
  )
  if (namespaces.length > 0 && namespaces.every(({ unavailableReason }) => unavailableReason === NO_OWNER))
    throw new PlatformError('key_not_enabled', 'Dify lists its workspaces for this key but takes it in none of them.', {
      next: 'Set ADMIN_API_KEY_ENABLE=true in Dify and restart its API server.',
    })
  return namespaces
}

const NO_OWNER = 'Has no owner in Dify, so the admin key is not taken there.'

async function probed(
  baseUrl: string,
  key: string,
  workspace: DifyWorkspace,
  signal: AbortSignal | undefined,
): Promise<RemoteNamespace> {
  try {
    await ownWorkspaces(keySession(baseUrl, key, workspace.id), signal)
    return asNamespace(workspace)
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'key_refused_in_namespace') throw error
    return { ...asNamespace(workspace), available: false, unavailableReason: NO_OWNER }
  }
}

async function allWorkspaces(session: DifySession, signal: AbortSignal | undefined): Promise<DifyWorkspace[]> {
  const found: DifyWorkspace[] = []
  for (let page = 1; page <= MOST_PAGES; page++) {
    const answer = await session.call({
      method: 'GET',
      path: `/all-workspaces?page=${page}&limit=${PAGE}`,
      deadlineMs: DEADLINES.session,
      signal,
    })
    if (answer.status === 401) throw wrongKey(refusalOf(answer, session.secrets).message)
    const parsed = allWorkspacesSchema.safeParse(answer.body)
    if (answer.status !== 200 || !parsed.success)
      throw refused('to list the workspaces', refusalOf(answer, session.secrets))
    found.push(...parsed.data.data)
    if (!parsed.data.has_more) break
  }
  return found
}

function wrongKey(platformSaid: string): PlatformError {
  return new PlatformError('wrong_key', 'Dify does not take this admin key.', {
    next: 'Compare it with ADMIN_API_KEY of Dify’s API server; ADMIN_API_KEY_ENABLE has to be true there.',
    platformSaid,
  })
}
