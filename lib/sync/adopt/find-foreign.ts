import { and, asc, eq, inArray, or, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { namespaces, platforms, services } from '#db/schema/index.ts'
import { type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { gatewayUrl } from '#lib/tokens/index.ts'
import type { NamespaceRow, PlatformRow } from '../draft/load-draft.ts'
import { platformWord } from '../draft/platform-word.ts'
import { lookAtNamespaces } from '../plan/look.ts'
import { type FindForeignInput, findForeignSchema } from './adopt-schema.ts'
import type { ForeignNamespace, ForeignView } from './adopt-views.ts'
import type { RegisteredService } from './candidate-links.ts'
import { candidatesOf } from './candidates.ts'
import {
  type ForeignProvider,
  foreignIn,
  type GoodLook,
  type HeldPlace,
  heldPlaces,
  livingOf,
} from './foreign-providers.ts'

/**
 * Reads what stands in namespaces of a platform and was not put there by us, grouped into the services that it makes. Each
 * namespace is read by one list call with a deadline; one that cannot be read is a fault of its own. Writes nothing there.
 */
export async function findForeign(ctx: Context, input: FindForeignInput): Promise<ForeignView> {
  requirePermission(ctx, 'services.write')
  requirePermission(ctx, 'syncs.write')
  const { platformId, namespaceIds } = parseInput(findForeignSchema, input)
  const { platform, chosen } = await placesOf(ctx.db, platformId, namespaceIds)
  const looks = await lookAtNamespaces(ctx, platform, chosen, { details: true })
  const good = looks.filter((look) => 'observed' in look)
  const held = await heldPlaces(
    ctx.db,
    chosen.map(({ id }) => id),
  )
  const foreign = good.flatMap((look) => foreignIn(look, held))
  return {
    platformId,
    platformName: platform.name,
    release: good[0]?.release ?? null,
    namespaces: looks.map((look): ForeignNamespace => {
      const { id, name } = look.namespace
      if ('fault' in look) return { id, name, lookedAt: null, ours: 0, foreign: 0, fault: look.fault }
      const here = foreign.filter(({ namespace }) => namespace.id === id).length
      return { id, name, lookedAt: look.lookedAt, ours: look.observed.length - here, foreign: here, fault: null }
    }),
    candidates: candidatesOf(foreign, {
      registered: await registeredFor(ctx.db, foreign, good, held),
      gatewayOrigin: new URL(gatewayUrl('any')).origin,
      platform: platformWord({ platform }),
    }),
  }
}

/** A platform and some of its namespaces, by name. Throws `not_found` when one of them is none of its own. */
export async function placesOf(
  db: Database,
  platformId: string,
  namespaceIds: string[],
): Promise<{ platform: PlatformRow; chosen: NamespaceRow[] }> {
  const [platform] = await db.select().from(platforms).where(eq(platforms.id, platformId))
  if (platform === undefined) throw notFound('The platform')
  const unique = [...new Set(namespaceIds)]
  const chosen = await db
    .select()
    .from(namespaces)
    .where(and(eq(namespaces.platformId, platformId), inArray(namespaces.id, unique)))
    .orderBy(asc(namespaces.name), asc(namespaces.id))
  if (chosen.length < unique.length) throw notFound('One of the namespaces')
  return { platform, chosen }
}

/** The services that foreign providers may be: of the same identifiers or origins. */
async function registeredFor(
  db: Database,
  foreign: readonly ForeignProvider[],
  looks: readonly GoodLook[],
  held: readonly HeldPlace[],
): Promise<RegisteredService[]> {
  if (foreign.length === 0) return []
  const identifiers = [...new Set(foreign.map(({ identifier }) => identifier))]
  const origins = [...new Set(foreign.map(({ urlOrigin }) => urlOrigin))].filter((origin) => origin !== '')
  const ofOrigin = sql.join(
    origins.map((origin) => sql`starts_with(${services.url}, ${`${origin}/`})`),
    sql` or `,
  )
  const rows = await db
    .select({
      id: services.id,
      name: services.name,
      identifier: services.identifier,
      url: services.url,
      iconEmoji: services.iconEmoji,
      iconColor: services.iconColor,
      timeoutSeconds: services.timeoutSeconds,
      sseReadTimeoutSeconds: services.sseReadTimeoutSeconds,
      credentialKind: services.credentialKind,
    })
    .from(services)
    .where(or(inArray(services.identifier, identifiers), origins.length === 0 ? undefined : ofOrigin))
    .orderBy(asc(services.name))
  const living = held.filter((place) => {
    const look = looks.find(({ namespace }) => namespace.id === place.namespaceId)
    return look !== undefined && livingOf(look, place) !== undefined
  })
  return rows.map((row) => ({
    ...row,
    heldIn: living.filter(({ serviceId }) => serviceId === row.id).map(({ namespaceId }) => namespaceId),
  }))
}
