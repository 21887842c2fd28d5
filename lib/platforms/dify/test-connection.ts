import type { ConnectionReport, NamespaceListing, PlatformConnection } from '../connector.ts'
import { PlatformError } from '../platform-error.ts'
import { featuresSchema, profileSchema } from './answers.ts'
import { DEADLINES } from './deadlines.ts'
import { discover } from './discover.ts'
import { refuseKeyOfRelease } from './key-rule.ts'
import { callOpenly, type DifySession } from './session.ts'
import { signIn } from './sign-in.ts'
import { asNamespace, ownWorkspaces, workspacesByKey } from './workspaces.ts'

/** Finds out everything that a connection's page shows. See `Connector.test`. */
export async function testConnection(connection: PlatformConnection, signal?: AbortSignal): Promise<ConnectionReport> {
  const begun = performance.now()
  const capabilities = await discover(connection.baseUrl, signal)
  refuseKeyOfRelease(connection, capabilities)
  const features = await featuresOf(connection.baseUrl, signal)
  const found = await lookAround(connection, capabilities.release, features, signal)
  return {
    release: capabilities.release,
    capabilities,
    ...found,
    notes: notesOf(connection, capabilities.newerThanKnown, features.rbac_enabled),
    ms: Math.round(performance.now() - begun),
  }
}

/** The namespaces that this connection sees. See `Connector.listNamespaces`. */
export async function listNamespaces(connection: PlatformConnection, signal?: AbortSignal): Promise<NamespaceListing> {
  const begun = performance.now()
  const capabilities = await discover(connection.baseUrl, signal)
  refuseKeyOfRelease(connection, capabilities)
  const { release } = capabilities
  const namespaces =
    connection.login.kind === 'adminKey'
      ? await workspacesByKey(connection.baseUrl, connection.login.key, signal)
      : (await ownWorkspaces(await signIn(connection, release, undefined, { signal }), signal)).map(asNamespace)
  return { release, namespaces, ms: Math.round(performance.now() - begun) }
}

type Features = ReturnType<typeof featuresSchema.parse>

async function featuresOf(baseUrl: string, signal: AbortSignal | undefined): Promise<Features> {
  const answer = await callOpenly(baseUrl, {
    method: 'GET',
    path: '/system-features',
    deadlineMs: DEADLINES.discover,
    signal,
  })
  return featuresSchema.safeParse(answer.body).data ?? featuresSchema.parse({})
}

async function lookAround(
  connection: PlatformConnection,
  release: string,
  features: Features,
  signal: AbortSignal | undefined,
): Promise<Pick<ConnectionReport, 'identity' | 'namespaces'>> {
  if (connection.login.kind === 'adminKey')
    return {
      identity: 'Admin key, acting as the owner of each workspace',
      namespaces: await workspacesByKey(connection.baseUrl, connection.login.key, signal),
    }
  if (!features.enable_email_password_login || features.sso_enforced_for_signin)
    throw new PlatformError('sso_only', 'This Dify lets accounts sign in by single sign-on only, not by password.', {
      next: 'Use the admin API key, or let an admin of Dify allow passwords.',
    })
  const session = await signIn(connection, release, undefined, { signal, byPerson: true })
  const [identity, workspaces] = [
    await identityOf(session, connection.login.email, signal),
    await ownWorkspaces(session, signal),
  ]
  return { identity, namespaces: workspaces.map(asNamespace) }
}

async function identityOf(session: DifySession, email: string, signal: AbortSignal | undefined): Promise<string> {
  const answer = await session.call({ method: 'GET', path: '/account/profile', deadlineMs: DEADLINES.session, signal })
  const name = profileSchema.safeParse(answer.body).data?.name
  return name ? `${name} <${email}>` : email
}

function notesOf(connection: PlatformConnection, newerThanKnown: boolean, roles: boolean): string[] {
  return [
    ...(newerThanKnown
      ? ['This release is newer than any that was measured. It is treated like the newest one that was.']
      : []),
    ...(roles ? ['Roles are switched on there: writing needs the permission to manage MCP.'] : []),
    ...(connection.login.kind === 'account'
      ? [
          'An account has one current workspace: while a synchronization runs, its owner sees it switch, and back at the end.',
        ]
      : []),
  ]
}
