import { services } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { actorLabel, type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { sealServiceCredential } from '#lib/credentials/index.ts'
import { serviceChanges } from './changes.ts'
import { requestCheck } from './check-jobs.ts'
import { describeFacts, PUBLIC_COLUMNS, type ServiceFacts } from './projection.ts'
import { type CreateServiceInput, createServiceSchema } from './schema.ts'
import { withUniqueIdentifier } from './unique-identifier.ts'

/**
 * Registers a service. It begins *unchecked*; its first check is queued in the same transaction.
 * A taken identifier is a fault of that field (`invalid_input`).
 */
export async function createService(ctx: Context, input: CreateServiceInput): Promise<ServiceFacts> {
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
        .values({ ...look, ...sealed, ...setCredential, statusSince: new Date() })
        .returning(PUBLIC_COLUMNS)
      if (row === undefined) throw new Error('the inserted service was not returned')
      await recordAudit(tx, ctx.actor, {
        action: 'service.create',
        targetKind: 'service',
        targetId: row.id,
        targetLabel: row.name,
        changes: serviceChanges(undefined, look, credential),
      })
      await requestCheck(tx, row.id)
      return describeFacts(row)
    }),
  )
}
