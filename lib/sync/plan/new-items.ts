import type { Database } from '#db/client.ts'
import { runItems } from '#db/schema/index.ts'
import { seal } from '#lib/core/index.ts'
import { issueToken } from '#lib/tokens/index.ts'
import { type TokenOptions, tokenOptionsSchema } from '#lib/tokens/schema.ts'
import type { DraftTokens } from '../draft/draft-choices.ts'
import { livingToken } from '../draft/kept-tokens.ts'
import { bindingKey, type Draft, type NamespaceRow, type ServiceRow } from '../draft/load-draft.ts'
import { slotCredential, slotFor } from '../draft/slots.ts'
import type { PlannedItem } from './plan-types.ts'
import type { StoredGroup } from './stored-plan.ts'

/** Rows of one statement; PostgreSQL takes 65,535 parameters. */
const CHUNK = 500

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
  const rows: NewItem[] = []
  for (const [position, item] of origin.group.items.entries()) rows.push(await rowOf(origin, item, position))
  for (let start = 0; start < rows.length; start += CHUNK)
    await origin.db.insert(runItems).values(rows.slice(start, start + CHUNK))
  return rows.filter(({ gatewayTokenId: id }) => id != null && !origin.draft.gatewayTokens.has(id)).length
}

async function rowOf(origin: Origin, item: PlannedItem, position: number): Promise<NewItem> {
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
    ...(['create', 'update', 'adopt'].includes(action) && (await tokenOf(origin, service.id))),
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

/** The credential for one item, sealed, or its generated token. A kept one goes over as it lies, so that it stays the one that was set then. */
async function tokenOf(origin: Origin, serviceId: string): Promise<Partial<NewItem>> {
  const { draft, tokens, group } = origin
  const service = draft.services.find(({ id }) => id === serviceId)
  const namespace = draft.chosen.find(({ id }) => id === group.namespace.id)
  if (service === undefined || namespace === undefined) throw new Error('the plan speaks of something that is gone')
  const slot = slotFor(draft, service, namespace.id)
  if (slot.choice?.mode === 'generated') return generatedOf(origin, service, namespace, slot.choice.options)
  if (slot.choice?.mode !== 'entered') return { tokenMode: 'none' }
  if (slot.choice.source === 'kept') {
    const binding = draft.bindings.get(bindingKey(serviceId, namespace.id))
    return {
      tokenMode: 'entered',
      token: binding?.token ?? null,
      tokenSetAt: binding?.tokenSetAt ?? null,
      tokenSetBy: binding?.tokenSetBy ?? null,
    }
  }
  const credential = await slotCredential(slot, namespace.id, tokens)
  return {
    tokenMode: 'entered',
    token: await seal(JSON.stringify(credential), 'token'),
    tokenSetAt: slot.choice.setAt === null ? new Date() : new Date(slot.choice.setAt),
    tokenSetBy: slot.choice.setBy,
  }
}

/** The token that is carried there stays; where there is none, one is made now. */
async function generatedOf(
  { db, draft, by }: Origin,
  service: ServiceRow,
  namespace: NamespaceRow,
  options: TokenOptions | undefined,
): Promise<Partial<NewItem>> {
  const binding = draft.bindings.get(bindingKey(service.id, namespace.id)) ?? null
  const living = livingToken(draft, binding)
  if (living !== undefined)
    return {
      tokenMode: 'generated',
      gatewayTokenId: living.id,
      tokenSetAt: binding?.tokenSetAt ?? null,
      tokenSetBy: binding?.tokenSetBy ?? null,
    }
  const { id } = await issueToken(db, {
    ...{ serviceId: service.id, namespaceId: namespace.id, purpose: 'binding', createdBy: by },
    name: `${service.name} → ${namespace.name}`,
    options: options ?? tokenOptionsSchema.parse({}),
  })
  return { tokenMode: 'generated', gatewayTokenId: id, tokenSetAt: new Date(), tokenSetBy: by }
}
