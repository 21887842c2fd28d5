import { services } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { actorLabel, type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { sealServiceCredential } from '#lib/credentials/index.ts'
import { serviceChanges } from './changes.ts'
import { requestCheck } from './check-jobs.ts'
import { describeFacts, PUBLIC_COLUMNS, type ServiceFacts } from './projection.ts'
import { type CreateServiceInput, createServiceSchema } from './schema.ts'
import { withUniqueIdentifier } from './unique-identifier.ts'

/** Where a service was taken from: a registry of MCP servers, the server's name and version there, and its URL as written there. */
export interface ServiceOrigin {
  registry: string
  name: string
  version: string
  remote: string
}

/**
 * Registers a service. It begins *unchecked*; its first check is queued in the same transaction.
 * A taken identifier is a fault of that field (`invalid_input`).
 */
export async function createService(
  ctx: Context,
  input: CreateServiceInput,
  { origin }: { origin?: ServiceOrigin } = {},
): Promise<ServiceFacts> {
  requirePermission(ctx, 'services.write')
  const { credential, ...look } = parseInput(createServiceSchema, input)
  const sealed = await sealServiceCredential(credential)
  const setCredential = credential.kind !== 'none' && {
    credentialSetAt: new Date(),
    credentialSetBy: actorLabel(ctx.actor),
  }
  return withUniqueIdentifier(look.identifier, () =>
    ctx.db.transaction(async (tx) => {
      const [row] = await tx
        .insert(services)
        .values({ ...look, ...sealed, ...setCredential, ...originColumns(origin), statusSince: new Date() })
        .returning(PUBLIC_COLUMNS)
      if (row === undefined) throw new Error('the inserted service was not returned')
      await recordAudit(tx, ctx.actor, {
        action: 'service.create',
        targetKind: 'service',
        targetId: row.id,
        targetLabel: row.name,
        changes: {
          ...serviceChanges(undefined, look, credential),
          ...(origin && { origin: { to: `${origin.name} ${origin.version}, ${origin.registry}` } }),
        },
      })
      await requestCheck(tx, row.id)
      return describeFacts(row)
    }),
  )
}

function originColumns(origin: ServiceOrigin | undefined) {
  if (origin === undefined) return {}
  const { registry, name: registryName, version: registryVersion, remote: registryRemote } = origin
  return { registry, registryName, registryVersion, registryRemote }
}
