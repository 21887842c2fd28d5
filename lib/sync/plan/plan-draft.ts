import { and, asc, eq, inArray, notInArray } from 'drizzle-orm'
import { bindings, services, serviceTools } from '#db/schema/index.ts'
import type { Context } from '#lib/core/index.ts'
import { connectorFor } from '#lib/platforms/index.ts'
import { openTokensById } from '#lib/tokens/index.ts'
import { shownService } from '../draft/draft-view.ts'
import { bindingKey, type Draft, type NamespaceRow, openTokens } from '../draft/load-draft.ts'
import { platformWord } from '../draft/platform-word.ts'
import { reachView } from '../draft/reach-view.ts'
import type { Look } from './look.ts'
import { planNamespace } from './plan-namespace.ts'
import { planRemoval } from './plan-removal.ts'
import type { NamespacePlan, OtherBinding } from './plan-types.ts'
import { planView } from './plan-view.ts'
import type { StoredGroup, StoredPlan } from './stored-plan.ts'
import { boundFacts, type WishContext, wishesFor } from './wishes.ts'

/** The plan that a draft makes of what was seen. */
export async function planDraft(ctx: Context, draft: Draft, looks: readonly Look[]): Promise<StoredPlan> {
  if (draft.platform === null) throw new Error('a plan needs a platform')
  const context: WishContext = {
    draft,
    tokens: await openTokens(draft),
    gatewayTokens: await openTokensById(ctx.db, [...draft.gatewayTokens.keys()]),
    connector: connectorFor(draft.platform.kind),
    platform: platformWord(draft),
    tools: await toolNames(ctx, draft),
  }
  const groups: StoredGroup[] = []
  for (const look of looks) groups.push(await planGroup(ctx, context, look))
  const planned = groups.filter(({ items, fault }) => items.length > 0 || fault !== null)
  return { groups: planned, view: planView(draft.kind, draft.platform, releaseOf(looks), planned) }
}

function releaseOf(looks: readonly Look[]): string | null {
  return looks.flatMap((look) => ('release' in look ? [look.release] : []))[0] ?? null
}

async function planGroup(ctx: Context, context: WishContext, look: Look): Promise<StoredGroup> {
  const { id, name, remoteId } = look.namespace
  const group = { namespace: { id, name, remoteId }, groupKey: look.groupKey }
  if ('fault' in look)
    return {
      ...group,
      lookedAt: null,
      providers: null,
      fault: look.fault,
      observed: [],
      items: cannot(context, look.namespace, look.fault),
      sameTools: [],
    }
  const { lookedAt, observed, release } = look
  const plan = await planOf(ctx, context, look.namespace, release, observed)
  return { ...group, lookedAt, providers: observed.length, fault: null, observed, ...plan }
}

async function planOf(
  ctx: Context,
  context: WishContext,
  namespace: NamespaceRow,
  release: string,
  observed: StoredGroup['observed'],
): Promise<NamespacePlan> {
  const { draft, platform } = context
  if (draft.kind === 'remove')
    return planRemoval(
      observed,
      draft.services.flatMap((service) => {
        const binding = draft.bindings.get(bindingKey(service.id, namespace.id))
        if (binding === undefined) return []
        return [
          { service: shownService(service), bound: boundFacts(draft, binding), reach: reachView(service, platform) },
        ]
      }),
    )
  const wishes = await wishesFor(context, namespace, release)
  return planNamespace({ observed, wishes, platform, others: await otherBindings(ctx, draft, namespace.id) })
}

/** Every item of a namespace that cannot be looked at. */
function cannot(
  { draft, platform }: WishContext,
  namespace: NamespaceRow,
  fault: NonNullable<StoredGroup['fault']>,
): StoredGroup['items'] {
  return draft.services
    .filter(({ id }) => draft.kind === 'sync' || draft.bindings.has(bindingKey(id, namespace.id)))
    .map((service) => ({
      view: {
        service: shownService(service),
        action: 'cant' as const,
        summary: fault.message,
        code: fault.code,
        nextStep: fault.nextStep,
        changes: [],
        warnings: [],
        reach: reachView(service, platform),
        conflict: null,
      },
      remoteId: null,
      desired: null,
      change: { url: false, headers: false, look: false },
      tokenVersion: '',
      writes: 0,
    }))
}

async function otherBindings({ db }: Context, draft: Draft, namespaceId: string): Promise<OtherBinding[]> {
  const rows = await db
    .select({ remoteId: bindings.remoteId, serviceName: services.name, shown: bindings.appliedShown })
    .from(bindings)
    .innerJoin(services, eq(services.id, bindings.serviceId))
    .where(
      and(
        eq(bindings.namespaceId, namespaceId),
        notInArray(
          bindings.serviceId,
          draft.services.map(({ id }) => id),
        ),
      ),
    )
  return rows.map(({ remoteId, serviceName, shown }) => ({ remoteId, serviceName, url: shown?.url ?? null }))
}

async function toolNames({ db }: Context, draft: Draft): Promise<Map<string, string[]>> {
  const rows = await db
    .select({ serviceId: serviceTools.serviceId, name: serviceTools.name })
    .from(serviceTools)
    .where(
      inArray(
        serviceTools.serviceId,
        draft.services.map(({ id }) => id),
      ),
    )
    .orderBy(asc(serviceTools.serviceId), asc(serviceTools.position))
  const names = new Map<string, string[]>()
  for (const { serviceId, name } of rows) names.set(serviceId, [...(names.get(serviceId) ?? []), name])
  return names
}
