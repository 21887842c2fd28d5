import { getTableColumns } from 'drizzle-orm'
import { services } from '#db/schema/index.ts'
import type { Era, Transport } from '#lib/mcp/index.ts'
import { type ServiceReach, serviceReach } from './reach.ts'
import { type Remedy, remedyOf } from './remedy.ts'
import type { ServiceStatus } from './schema.ts'
import { shortReason } from './short-reason.ts'

/** A service as tables show it. Dates are dates; nothing in it is secret. */
export interface ServiceSummary {
  id: string
  identifier: string
  name: string
  iconEmoji: string
  iconColor: string
  description: string
  url: string
  /** As chosen; `seenTransport` is what the last good check found. */
  transport: 'auto' | Transport
  seenTransport: Transport | null
  status: ServiceStatus
  /** Of an abnormal service: its stable reason, the fact, the next step in words, and the kind of the next step. */
  statusCode: string | null
  statusMessage: string | null
  statusNext: string | null
  /** The fact in a few words, for a row; null unless abnormal. */
  statusReason: string | null
  remedy: Remedy
  statusSince: Date | null
  checkedAt: Date | null
  /** Milliseconds of the last check. */
  latencyMs: number | null
  /** Tools that the last good check listed; null before one. */
  toolCount: number | null
  /** What a platform that speaks the legacy era gets of it by itself. */
  reach: ServiceReach
  /** What the registry that it was taken from says about it by now; null when that is nothing. */
  registryWarning: RegistryWarning | null
  createdAt: Date
  updatedAt: Date
}

/** The version was deprecated or deleted, `text` are the registry's own words; or a newer one lives at another URL, which `text` is. */
interface RegistryWarning {
  kind: 'deprecated' | 'deleted' | 'moved'
  text: string | null
  since: Date | null
}

/** What a service's own page and its form need besides. */
export interface ServiceFacts extends ServiceSummary {
  credential: {
    kind: 'none' | 'bearer' | 'apiKey' | 'basic' | 'headers' | 'oauthClient'
    setAt: Date | null
    setBy: string | null
  }
  timeoutSeconds: number
  sseReadTimeoutSeconds: number
  eras: Era[]
  protocolVersion: string | null
  serverName: string | null
  serverVersion: string | null
  pageCount: number | null
  legacyFirstPageTools: number | null
  /** Whether it refused to answer without the credential; null when not known. */
  enforcesCredential: boolean | null
  /** The registry's server that it was taken from. */
  origin: { registry: string; name: string; version: string } | null
}

export type ServiceRow = typeof services.$inferSelect

const { credential: _sealed, eraMemory: _memory, ...publicColumns } = getTableColumns(services)
/** The columns of a service without what is sealed: what reading verbs select. */
export const PUBLIC_COLUMNS = publicColumns
export type PublicRow = Omit<ServiceRow, 'credential' | 'eraMemory'>

export function summarize(row: PublicRow): ServiceSummary {
  const { id, identifier, name, iconEmoji, iconColor, description, url, transport, seenTransport } = row
  const { status, statusCode, statusMessage, statusNext, statusSince, checkedAt, latencyMs, toolCount } = row
  return {
    ...{ id, identifier, name, iconEmoji, iconColor, description, url, transport, seenTransport },
    ...{ status, statusCode, statusMessage, statusNext, statusSince, checkedAt, latencyMs, toolCount },
    statusReason:
      status === 'abnormal' && statusMessage !== null
        ? shortReason({ code: statusCode, message: statusMessage, url })
        : null,
    remedy: remedyOf(row),
    reach: serviceReach(row),
    registryWarning: warningOf(row),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
}

export function describeFacts(row: PublicRow): ServiceFacts {
  const { timeoutSeconds, sseReadTimeoutSeconds, eras, protocolVersion, serverName, serverVersion } = row
  const { pageCount, legacyFirstPageTools, enforcesCredential } = row
  return {
    ...summarize(row),
    credential: { kind: row.credentialKind, setAt: row.credentialSetAt, setBy: row.credentialSetBy },
    ...{ timeoutSeconds, sseReadTimeoutSeconds, eras, protocolVersion, serverName, serverVersion },
    ...{ pageCount, legacyFirstPageTools, enforcesCredential },
    origin: originOf(row),
  }
}

function warningOf({ registryWarning, registryWarningText, registryWarningSince }: PublicRow): RegistryWarning | null {
  return registryWarning && { kind: registryWarning, text: registryWarningText, since: registryWarningSince }
}

function originOf({ registry, registryName: name, registryVersion: version }: PublicRow): ServiceFacts['origin'] {
  return registry === null || name === null || version === null ? null : { registry, name, version }
}
