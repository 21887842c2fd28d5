import { chunksOf } from '#db/chunks.ts'
import type { Database } from '#db/client.ts'
import { runItems } from '#db/schema/index.ts'
import { seal } from '#lib/core/index.ts'
import { issueTokens } from '#lib/tokens/index.ts'
import { tokenOptionsSchema } from '#lib/tokens/schema.ts'
import type { DraftTokens } from '../draft/draft-choices.ts'
import { livingToken } from '../draft/kept-tokens.ts'
import { bindingKey, type Draft, type NamespaceRow, type ServiceRow } from '../draft/load-draft.ts'
import { slotCredential, slotFor } from '../draft/slots.ts'
import type { PlannedItem } from './plan-types.ts'
import type { StoredGroup } from './stored-plan.ts'

interface Origin {
  db: Database
  draft: Draft
  tokens: DraftTokens
  /** Who confirmed. */
  by: string
  runId: string
  laneId: string
  group: StoredGroup
}

type NewItem = typeof runItems.$inferInsert

/**
 * Writes the items of one lane, and returns how many tokens were generated for them. What needs no work has its verdict at once;
 * what needs an entered token gets it sealed.
 */
export async function insertItems(origin: Origin): Promise<number> {
  const made = await makeTokens(origin)
  const rows: NewItem[] = []
  for (const [position, item] of origin.group.items.entries()) rows.push(await rowOf(origin, made, item, position))
  for (const some of chunksOf(rows)) await origin.db.insert(runItems).values(some)
  return made.size
}

/** The tokens that the lane's items still lack, by their services. */
async function makeTokens(origin: Origin): Promise<ReadonlyMap<string, string>> {
  const { db, draft, by, group } = origin
  const wanted = group.items.flatMap(({ view }) => {
    if (!carriesToken(view.action)) return []
    const { service, namespace, choice } = slotOf(origin, view.service.id)
    if (choice?.mode !== 'generated' || keptToken(draft, service, namespace) !== undefined) return []
    return {
      ...({ serviceId: service.id, namespaceId: namespace.id, purpose: 'binding', createdBy: by } as const),
      name: `${service.name} → ${namespace.name}`,
      options: choice.options ?? tokenOptionsSchema.parse({}),
    }
  })
  const issued = await issueTokens(db, wanted)
  return new Map(wanted.map(({ serviceId }, at) => [serviceId, issued[at]?.id ?? '']))
}

const carriesToken = (action: string) => ['create', 'update', 'adopt'].includes(action)

async function rowOf(
  origin: Origin,
  made: ReadonlyMap<string, string>,
  item: PlannedItem,
  position: number,
): Promise<NewItem> {
  const { view, desired, remoteId, change } = item
  const { service, action } = view
  if (action === 'conflict') throw new Error('a conflict is not settled')
  return {
    runId: origin.runId,
    laneId: origin.laneId,
    position,
    serviceId: service.id,
    serviceName: service.name,
    serviceIdentifier: service.identifier,
    iconEmoji: service.iconEmoji,
    iconColor: service.iconColor,
    namespaceName: origin.group.namespace.name,
    action,
    desired,
    change,
    remoteId,
    toolsOfService: view.reach.through === 'gateway' ? view.reach.gets : view.reach.of,
    ...(await verdictOf(origin, item)),
    ...(carriesToken(action) && (await tokenOf(origin, made, service.id))),
  }
}

async function verdictOf({ group }: Origin, { view, remoteId }: PlannedItem): Promise<Partial<NewItem>> {
  const ended = { endedAt: new Date() }
  switch (view.action) {
    case 'unchanged': {
      const there = group.observed.find((one) => one.remoteId === remoteId)
      return { ...ended, verdict: 'unchanged', reason: view.summary, toolsThere: there?.tools.length ?? null }
    }
    case 'skip':
    case 'cant':
      return { ...ended, verdict: 'skipped', code: view.code, reason: view.summary, nextStep: view.nextStep }
    default:
      return {}
  }
}

function slotOf({ draft, group }: Origin, serviceId: string) {
  const service = draft.services.find(({ id }) => id === serviceId)
  const namespace = draft.chosen.find(({ id }) => id === group.namespace.id)
  if (service === undefined || namespace === undefined) throw new Error('the plan speaks of something that is gone')
  const slot = slotFor(draft, service, namespace.id)
  return { service, namespace, slot, choice: slot.choice }
}

/** The credential for one item, sealed, or its generated token. A kept one goes over as it lies, so that it stays the one that was set then. */
async function tokenOf(
  origin: Origin,
  made: ReadonlyMap<string, string>,
  serviceId: string,
): Promise<Partial<NewItem>> {
  const { draft, tokens, by } = origin
  const { service, namespace, slot, choice } = slotOf(origin, serviceId)
  const binding = draft.bindings.get(bindingKey(serviceId, namespace.id)) ?? null
  const setThen = { tokenSetAt: binding?.tokenSetAt ?? null, tokenSetBy: binding?.tokenSetBy ?? null }
  if (choice?.mode === 'generated') {
    const fresh = made.get(serviceId)
    return fresh === undefined
      ? { tokenMode: 'generated', gatewayTokenId: keptToken(draft, service, namespace)?.id ?? null, ...setThen }
      : { tokenMode: 'generated', gatewayTokenId: fresh, tokenSetAt: new Date(), tokenSetBy: by }
  }
  if (choice?.mode !== 'entered') return { tokenMode: 'none' }
  if (choice.source === 'kept') return { tokenMode: 'entered', token: binding?.token ?? null, ...setThen }
  const credential = await slotCredential(slot, namespace.id, tokens)
  return {
    tokenMode: 'entered',
    token: await seal(JSON.stringify(credential), 'token'),
    tokenSetAt: choice.setAt === null ? new Date() : new Date(choice.setAt),
    tokenSetBy: choice.setBy,
  }
}

/** The token that is carried there already, and stays. */
function keptToken(draft: Draft, service: ServiceRow, namespace: NamespaceRow) {
  return livingToken(draft, draft.bindings.get(bindingKey(service.id, namespace.id)) ?? null)
}
