import { chunksOf } from '#db/chunks.ts'
import type { Database } from '#db/client.ts'
import { runItems } from '#db/schema/index.ts'
import { issueToken } from '#lib/tokens/index.ts'
import { tokenInPath } from '../draft/gateway-way.ts'
import { desiredOf } from '../plan/desired.ts'
import type { Rolling } from './roll-tokens.ts'

interface Place {
  runId: string
  laneId: string
  by: string
  graceSeconds: number
}

/** Makes a new token for each binding, and the items that carry them there. Nothing else of a binding changes on the way. */
export async function insertRollItems(db: Database, place: Place, members: readonly Rolling[]): Promise<void> {
  const rows: (typeof runItems.$inferInsert)[] = []
  for (const [position, rolling] of members.entries()) rows.push(await rowOf(db, place, rolling, position))
  for (const some of chunksOf(rows)) await db.insert(runItems).values(some)
}

async function rowOf(
  db: Database,
  { runId, laneId, by, graceSeconds }: Place,
  { token, binding, service, namespace, platform }: Rolling,
  position: number,
): Promise<typeof runItems.$inferInsert> {
  const { allowedTools, toolPrefix, callsPerMinute } = token
  const options = { allowedTools, toolPrefix, callsPerMinute }
  const fresh = await issueToken(db, {
    ...{ serviceId: service.id, namespaceId: namespace.id, purpose: 'binding', options, createdBy: by },
    ...{ name: token.name, expiresAt: expiryOf(token), replacesId: token.id },
  })
  return {
    ...{ runId, laneId, position, rollGraceSeconds: graceSeconds },
    ...{ serviceId: service.id, serviceName: service.name, serviceIdentifier: service.identifier },
    ...{ iconEmoji: service.iconEmoji, iconColor: service.iconColor, namespaceName: namespace.name },
    action: 'update',
    desired: {
      // As it was applied: what is pending of the service waits for a synchronization.
      ...desiredOf({ ...service, ...binding.appliedShown }, binding.shownName, {
        options,
        tokenInPath: tokenInPath(platform),
      }),
      ...(binding.appliedShown !== null && { name: binding.appliedShown.name, renamed: binding.shownName !== null }),
    },
    change: { url: false, headers: true, look: false },
    tokenMode: 'generated',
    gatewayTokenId: fresh.id,
    tokenSetAt: new Date(),
    tokenSetBy: by,
    remoteId: binding.remoteId,
    toolsOfService: binding.toolsOfService,
  }
}

/** As long a life from now as the old one was given. */
function expiryOf({ createdAt, expiresAt }: Rolling['token']): Date | null {
  return expiresAt === null ? null : new Date(Date.now() + (expiresAt.getTime() - createdAt.getTime()))
}
