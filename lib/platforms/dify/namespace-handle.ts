import { log } from '#lib/core/index.ts'
import type { NamespaceHandle, PlatformConnection } from '../connector.ts'
import { discover } from './discover.ts'
import { refuseKeyOfRelease } from './key-rule.ts'
import { makeUsable } from './make-usable.ts'
import { deleteProvider, listProviders } from './provider-calls.ts'
import { create, update } from './providers.ts'
import type { DifySession } from './session.ts'
import { signIn } from './sign-in.ts'
import { notAMember, ownWorkspaces, switchTo } from './workspaces.ts'

/** Where an account is: the workspace we work in and the one it came from. Undefined with a key, which has no place. */
interface Place {
  /** Whether it still is where we put it. */
  verify(signal?: AbortSignal): Promise<boolean>
  giveBack(): Promise<void>
}

/** Signs in for one workspace and goes there. See `Connector.openNamespace`. */
export async function openNamespace(
  connection: PlatformConnection,
  workspaceId: string,
  signal?: AbortSignal,
): Promise<NamespaceHandle> {
  const row = await discover(connection.baseUrl, signal)
  refuseKeyOfRelease(connection, row)
  const { release } = row
  const session = await signIn(connection, release, workspaceId, { signal })
  const place = connection.login.kind === 'account' ? await goTo(session, workspaceId, signal) : undefined
  let closed: Promise<void> | undefined
  return {
    release,
    observe: (options = {}) => listProviders(session, options),
    create: (desired, stop) => create(session, release, desired, stop),
    update: (before, desired, change, stop) => update(session, release, before, desired, change, stop),
    reconnect: (remoteId, stop) =>
      makeUsable(
        session,
        release,
        { remoteId, stage: 'reconnected', headerValues: UNKNOWN, maybeAuthorised: true },
        stop,
      ),
    remove: (remoteId, stop) => deleteProvider(session, remoteId, stop),
    verifyPlace: async (stop) => (place === undefined ? true : place.verify(stop)),
    close: () => {
      closed ??= place?.giveBack() ?? Promise.resolve()
      return closed
    },
  }
}

/** With a reconnection nobody here knows the headers: a refused token is then taken for one that is set. */
const UNKNOWN: readonly string[] = ['(kept by Dify)']

async function goTo(session: DifySession, workspaceId: string, signal: AbortSignal | undefined): Promise<Place> {
  const workspaces = await ownWorkspaces(session, signal)
  if (!workspaces.some(({ id }) => id === workspaceId)) throw notAMember()
  const former = workspaces.find(({ current }) => current)?.id
  const place: Place = {
    verify: async (stop) => (await currentOf(session, stop)) === workspaceId,
    giveBack: () => giveBack(session, workspaceId, former),
  }
  if (former === workspaceId) return place
  try {
    await switchTo(session, workspaceId, signal)
    return place
  } catch (error) {
    // The switch may have been carried out although its answer was lost.
    await place.giveBack()
    throw error
  }
}

async function currentOf(session: DifySession, signal?: AbortSignal): Promise<string | undefined> {
  return (await ownWorkspaces(session, signal)).find(({ current }) => current)?.id
}

/** Back to where the account was, unless somebody has moved it meanwhile: then their wish counts. Never throws. */
async function giveBack(session: DifySession, workspaceId: string, former: string | undefined): Promise<void> {
  if (former === undefined || former === workspaceId) return
  for (let attempt = 1; attempt <= 3; attempt++) {
    try {
      if ((await currentOf(session)) === workspaceId) await switchTo(session, former)
      return
    } catch (error) {
      log.warn({ err: error, attempt, workspaceId: former }, 'the account’s own workspace could not be given back')
    }
  }
}
