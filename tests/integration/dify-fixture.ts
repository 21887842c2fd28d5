import type { DesiredProvider, NamespaceHandle, PlatformConnection, PlatformLogin } from '#lib/platforms/index.ts'
import { connectorFor } from '#lib/platforms/index.ts'
import type { Dify, McpServers } from '#sandbox/index.ts'
import '#tests/helpers/environment.ts'

export const connector = connectorFor('dify')
export const PASSWORD = 'Passw0rd123'
export const NOBODY = 'http://127.0.0.1:9/mcp'

/** A connection to a sandbox's Dify; by account as its admin unless told otherwise. */
export function connectionTo(
  dify: Dify,
  kind: PlatformLogin['kind'] = 'account',
  email = 'admin@example.com',
): PlatformConnection {
  const login: PlatformLogin =
    kind === 'adminKey' ? { kind, key: dify.adminKey ?? '' } : { kind, email, password: PASSWORD }
  return { baseUrl: dify.url, login }
}

/** The id of a workspace of a sandbox's Dify. */
export function workspaceId(dify: Dify, name: string): string {
  const id = dify.workspaces.find((workspace) => workspace.name === name)?.id
  if (id === undefined) throw new Error(`there is no workspace ${name}`)
  return id
}

/** A provider as it should be; what a test does not care about is filled in. */
export function desired(identifier: string, url: string, change: Partial<DesiredProvider> = {}): DesiredProvider {
  return {
    ...{ identifier, name: `Service ${identifier}`, url, iconEmoji: '🌦️', iconColor: '#dbeafe', headers: {} },
    ...{ timeoutSeconds: 10, sseReadTimeoutSeconds: 20 },
    ...change,
  }
}

/** The headers of a Bearer token. */
export function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` }
}

/** The headers that a service of the sandbox wants. */
export function rightHeaders(mcp: McpServers, key: 'handbook' | 'ledger'): Record<string, string> {
  const { credential } = mcp.services[key]
  if (credential === undefined) throw new Error(`${key} wants no credential`)
  return { [credential.header]: credential.value }
}

/** Works in one workspace, and leaves it whatever happens. */
export async function inWorkspace<T>(
  connection: PlatformConnection,
  remoteId: string,
  work: (handle: NamespaceHandle) => Promise<T>,
): Promise<T> {
  const handle = await connector.openNamespace(connection, remoteId)
  try {
    return await work(handle)
  } finally {
    await handle.close()
  }
}
