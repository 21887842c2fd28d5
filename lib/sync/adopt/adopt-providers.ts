import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { bindings } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { actorLabel, type Context, FerryError, invalidInput, parseInput, requirePermission } from '#lib/core/index.ts'
import { connectorFor, refuseActiveRuns } from '#lib/platforms/index.ts'
import { createService } from '#lib/services/index.ts'
import type { PlatformRow, ServiceRow } from '../draft/load-draft.ts'
import { platformWord } from '../draft/platform-word.ts'
import { lookAtNamespaces } from '../plan/look.ts'
import { countOf, listOf } from '../plan/plan-words.ts'
import { type Adoption, type AdoptProvidersInput, adoptProvidersSchema } from './adopt-schema.ts'
import type { Adopted } from './adopt-views.ts'
import { adoptedBinding } from './adopted-binding.ts'
import { refuseAdoptionFaults } from './adoption-faults.ts'
import { candidateLook } from './candidate-look.ts'
import { placesOf } from './find-foreign.ts'
import { type ForeignProvider, foreignIn, type GoodLook, heldPlaces, livingOf } from './foreign-providers.ts'
import { presentedCredential, serviceToLink } from './presented.ts'

/**
 * Adopts providers that somebody made on a platform: each candidate becomes a new service under the identifier that it has there, or
 * belongs to a registered one, with a binding in each of its namespaces. All of it or nothing, in one transaction; nothing is
 * written on the platform. Looks once more before: what has changed since is refused (`changed_there`), as is a platform that a run
 * works on (`platform_in_run`).
 */
export async function adoptProviders(ctx: Context, input: AdoptProvidersInput): Promise<Adopted> {
  requirePermission(ctx, 'services.write')
  requirePermission(ctx, 'syncs.write')
  const { platformId, candidates } = parseInput(adoptProvidersSchema, input)
  refuseAdoptionFaults(candidates)
  const namespaceIds = candidates.flatMap(({ places }) => places.map(({ namespaceId }) => namespaceId))
  const { platform, chosen } = await placesOf(ctx.db, platformId, namespaceIds)
  const looks = await lookAtNamespaces(ctx, platform, chosen, { details: true })
  const good = looks.map((look) => {
    if ('observed' in look) return look
    const { code, message, next } = look.fault
    throw new FerryError(code, 502, `«${look.namespace.name}» could not be read, so nothing was adopted. ${message}`, {
      next: next ?? 'Try again, or leave that namespace out.',
    })
  })
  return ctx.db.transaction((db) => adoptAll({ actor: ctx.actor, db }, platform, good, candidates))
}

/** One candidate with the providers that it stands for. */
interface Work {
  candidate: Adoption
  index: number
  providers: ForeignProvider[]
}

async function adoptAll(
  ctx: Context,
  platform: PlatformRow,
  looks: readonly GoodLook[],
  candidates: readonly Adoption[],
): Promise<Adopted> {
  const { db } = ctx
  await refuseActiveRuns(db, platform.id, platform.name)
  const held = await heldPlaces(
    db,
    looks.map(({ namespace }) => namespace.id),
    { lock: true },
  )
  const foreign = new Map(
    looks.flatMap((look) => foreignIn(look, held)).map((one) => [`${one.namespace.id} ${one.remoteId}`, one]),
  )
  const works = candidates.map((candidate, index) => ({
    ...{ candidate, index },
    providers: candidate.places.map((place) => providerAt(foreign, place, candidate)),
  }))
  const serviceIds: string[] = []
  const others: string[] = []
  for (const work of works) {
    const service = await serviceOf(ctx, work)
    const living = held.find(
      (place) =>
        place.serviceId === service.id &&
        looks.some((look) => look.namespace.id === place.namespaceId && livingOf(look, place) !== undefined) &&
        work.providers.some(({ namespace }) => namespace.id === place.namespaceId),
    )
    if (living !== undefined)
      throw invalidInput({
        [`candidates.${work.index}.as.serviceId`]: `«${service.name}» is in one of its namespaces already.`,
      })
    serviceIds.push(service.id)
    others.push(...(await bindAll(ctx, platform, looks, work, service)))
  }
  const created = works.filter(({ candidate }) => candidate.as.kind === 'new').length
  const adopted: Adopted = {
    created,
    linked: works.length - created,
    providers: works.reduce((sum, { providers }) => sum + providers.length, 0),
    namespaces: new Set(works.flatMap(({ providers }) => providers.map(({ namespace }) => namespace.id))).size,
    serviceIds: [...new Set(serviceIds)],
    notes: others,
  }
  await recordAudit(db, ctx.actor, {
    action: 'platform.adopt',
    targetKind: 'platform',
    targetId: platform.id,
    targetLabel: platform.name,
    changes: {
      providers: { to: `${countOf(adopted.providers, 'provider')} in ${countOf(adopted.namespaces, 'namespace')}` },
      ...(created > 0 && { created: { to: countOf(created, 'service') } }),
      ...(adopted.linked > 0 && { linked: { to: countOf(adopted.linked, 'service') } }),
      identifiers: { to: shortList(candidates.map(({ identifier }) => identifier)) },
    },
  })
  return adopted
}

function providerAt(
  foreign: ReadonlyMap<string, ForeignProvider>,
  { namespaceId, remoteId }: Adoption['places'][number],
  { identifier, urlOrigin }: Adoption,
): ForeignProvider {
  const provider = foreign.get(`${namespaceId} ${remoteId}`)
  if (provider !== undefined && provider.identifier === identifier && provider.urlOrigin === urlOrigin) return provider
  throw new FerryError(
    'changed_there',
    409,
    `«${identifier}» is not as it was when it was read, so nothing was adopted.`,
    {
      next: 'Look again: somebody has changed, removed or adopted it meanwhile.',
    },
  )
}

async function serviceOf(ctx: Context, { candidate, index, providers }: Work): Promise<ServiceRow> {
  const { as, identifier, tokens } = candidate
  if (as.kind === 'link') return serviceToLink(ctx.db, as.serviceId)
  const at = `candidates.${index}`
  const [first] = tokens
  const credential = await presentedCredential(
    first?.credential ?? { kind: 'none' },
    undefined,
    `${at}.tokens.0.credential`,
  )
  try {
    const { id } = await createService(ctx, {
      ...candidateLook(identifier, providers),
      ...{ identifier, name: as.name, url: as.url, credential, description: '', transport: 'auto' },
    })
    return await serviceToLink(ctx.db, id)
  } catch (error) {
    if (!(error instanceof FerryError) || error.fields === undefined) throw error
    const fields = Object.entries(error.fields).map(([field, message]) => [`${at}.${field}`, message])
    throw invalidInput(Object.fromEntries(fields), error.message)
  }
}

/** Writes the bindings of one candidate; returns what the next synchronization will change, in sentences. */
async function bindAll(
  { actor, db }: Context,
  platform: PlatformRow,
  looks: readonly GoodLook[],
  { candidate, index, providers }: Work,
  service: ServiceRow,
): Promise<string[]> {
  const connector = connectorFor(platform.kind)
  const elsewhere: string[] = []
  for (const provider of providers) {
    const which = candidate.tokens.findIndex(({ namespaceIds }) => namespaceIds.includes(provider.namespace.id))
    const presented = candidate.tokens[which]?.credential ?? { kind: 'none' }
    const release = looks.find(({ namespace }) => namespace.id === provider.namespace.id)?.release ?? ''
    const { values, sameHeaders } = await adoptedBinding({
      ...{ provider, service, connector },
      credential: await presentedCredential(presented, service, `candidates.${index}.tokens.${which}.credential`),
      customHeaders: connector.capabilities(release).customHeaders,
      by: actorLabel(actor),
    })
    await upsertBinding(db, values)
    if (!sameHeaders) elsewhere.push(provider.namespace.name)
  }
  if (elsewhere.length === 0) return []
  return [
    `${platformWord({ platform })} presents another token for «${service.name}» in ${listOf(elsewhere)}; a synchronization replaces it.`,
  ]
}

/** What stands in the way is a binding whose provider is gone: it now stands for this one. */
async function upsertBinding(db: Database, values: typeof bindings.$inferInsert): Promise<void> {
  const { serviceId: _service, namespaceId: _namespace, ...set } = values
  await db
    .insert(bindings)
    .values(values)
    .onConflictDoUpdate({
      target: [bindings.serviceId, bindings.namespaceId],
      set: { ...set, updatedAt: sql`clock_timestamp()` },
    })
}

function shortList(words: readonly string[]): string {
  const [shown, rest] = [words.slice(0, 20), words.length - 20]
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ')
}
