import { createHash } from 'node:crypto'
import { invalidInput } from '#lib/core/index.ts'
import type { Connector, ParsedAddress, PlatformConnection } from '../connector.ts'
import { readAddress } from './address.ts'
import { capabilitiesOf, mcpClientOf } from './capabilities.ts'
import { openNamespace } from './namespace-handle.ts'
import { fitsMask } from './provider-details.ts'
import { faultsOf, warningsOf } from './rules.ts'
import { listNamespaces, testConnection } from './test-connection.ts'

/** Dify, from 1.6.0 on, by its console's HTTP API. */
export const difyConnector: Connector = {
  kind: 'dify',
  parseAddress,
  test: testConnection,
  listNamespaces,
  openNamespace,
  capabilities: capabilitiesOf,
  faults: faultsOf,
  warnings: warningsOf,
  fitsMask,
  client: mcpClientOf,
  groupKey,
  link: ({ baseUrl, webUrl }) => `${webUrl ?? baseUrl}/tools?category=mcp`,
}

/** An account has one current workspace, so all its work is one group; with a key each workspace stands alone. */
function groupKey({ baseUrl, login }: PlatformConnection, workspaceId: string): string {
  const who = login.kind === 'account' ? `account ${login.email.toLowerCase()}` : `workspace ${workspaceId}`
  return `dify:${createHash('sha256').update(`${baseUrl.toLowerCase()} ${who}`).digest('base64url').slice(0, 24)}`
}

function parseAddress(text: string): ParsedAddress {
  const read = readAddress(text)
  if (read.ok) return read.address
  throw invalidInput({ baseUrl: read.fault })
}
