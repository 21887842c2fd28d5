import { count, eq } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { bindings, services, serviceTools } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import {
  actorLabel,
  type Context,
  conflict,
  notFound,
  parseInput,
  requirePermission,
  type ServiceCredential,
} from '#lib/core/index.ts'
import { sealServiceCredential } from '#lib/credentials/index.ts'
import { serviceChanges } from './changes.ts'
import { requestCheck } from './check-jobs.ts'
import { refuseMovedCredential } from './moved-credential.ts'
import { describeFacts, PUBLIC_COLUMNS, type ServiceFacts, type ServiceRow } from './projection.ts'
import { type UpdateServiceInput, updateServiceSchema } from './schema.ts'
import { withUniqueIdentifier } from './unique-identifier.ts'

/**
 * Changes a service. An absent credential keeps the stored one, but only for the same origin (`credential` is at fault
 * otherwise). A change of URL, transport or credential makes it *unchecked* and queues a check. Changing the identifier of a
 * service that is bound somewhere is refused with `identifier_replaces` unless `confirmReplacement` is true: what platforms
 * hold under the old identifier ends, and applications there look for their tools in vain until they are pointed to the new one.
 */
export async function updateService(ctx: Context, input: UpdateServiceInput): Promise<ServiceFacts> {
  requirePermission(ctx, 'services.write')
  const { id, credential, confirmReplacement, ...look } = parseInput(updateServiceSchema, input)
  return withUniqueIdentifier(look.identifier, () =>
    ctx.db.transaction(async (tx) => {
      const [before] = await tx.select().from(services).where(eq(services.id, id)).for('update')
      if (before === undefined) throw notFound('The service')
      if (credential === undefined) refuseMovedCredential(before, look.url)
      if (look.identifier !== before.identifier && confirmReplacement !== true)
        await refuseReplacement(tx, before, look.identifier)
      const changes = serviceChanges(before, look, credential)
      if (Object.keys(changes).length === 0) return describeFacts(before)

      const connection = ['url', 'transport', 'credential'].some((field) => field in changes)
      const [row] = await tx
        .update(services)
        .set({
          ...look,
          ...(credential !== undefined && (await newCredential(credential, actorLabel(ctx.actor)))),
          ...(connection && { ...UNCHECKED, statusSince: new Date() }),
          ...(before.url !== look.url && NOTHING_SEEN),
          ...(before.url !== look.url && before.registryWarning === 'moved' && NO_WARNING),
          updatedAt: new Date(),
        })
        .where(eq(services.id, id))
        .returning(PUBLIC_COLUMNS)
      if (row === undefined) throw notFound('The service')
      if (before.url !== look.url) await tx.delete(serviceTools).where(eq(serviceTools.serviceId, id))
      await recordAudit(tx, ctx.actor, {
        action: 'service.update',
        targetKind: 'service',
        targetId: id,
        targetLabel: row.name,
        changes,
      })
      if (connection) await requestCheck(tx, id)
      return describeFacts(row)
    }),
  )
}

/** A verdict belongs to URL, transport and credential together. */
const UNCHECKED = {
  status: 'unchecked',
  statusCode: null,
  statusMessage: null,
  statusNext: null,
  checkedAt: null,
  latencyMs: null,
  enforcesCredential: null,
  eraMemory: null,
} as const

/** What was seen at another URL says nothing about this one. */
const NOTHING_SEEN = {
  seenTransport: null,
  eras: [],
  protocolVersion: null,
  serverName: null,
  serverVersion: null,
  toolCount: null,
  legacyFirstPageTools: null,
  pageCount: null,
}

/** It was about the URL; the registry is asked again with the next reading. */
const NO_WARNING = { registryWarning: null, registryWarningText: null, registryWarningSince: null }

async function newCredential(credential: ServiceCredential, by: string) {
  const set = credential.kind === 'none' ? { at: null, by: null } : { at: new Date(), by }
  return { ...(await sealServiceCredential(credential)), credentialSetAt: set.at, credentialSetBy: set.by }
}

async function refuseReplacement(db: Database, before: ServiceRow, identifier: string): Promise<void> {
  const [bound] = await db.select({ namespaces: count() }).from(bindings).where(eq(bindings.serviceId, before.id))
  const namespaces = bound?.namespaces ?? 0
  if (namespaces === 0) return
  throw conflict(
    'identifier_replaces',
    `«${before.identifier}» is a promise to ${namespaces === 1 ? 'one namespace' : `${namespaces} namespaces`}: applications there refer to the tools of ${before.name} by it. Changed to «${identifier}», they no longer find them.`,
    {
      fields: { identifier: 'Changing it replaces the service wherever it is.' },
      next: 'Keep the identifier, or confirm the replacement.',
    },
  )
}
