import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { bindings, lanes, runItems, runs, services, serviceTools } from '#db/schema/index.ts'
import type { Applied, DesiredProvider, ItemFailure } from '#lib/platforms/index.ts'
import type { BindingRow } from '../draft/load-draft.ts'
import { fingerprintsOf, shownOf } from '../plan/desired.ts'
import type { Verdict } from '../schema.ts'
import type { ItemStep } from './item-step.ts'
import { applyTokenOptions, endFormerTokens, endUnboundTokens, endUnusedTokens } from './item-tokens.ts'
import { changeLane, type ItemRow, type TakenLane } from './lane-record.ts'

/** What is at hand while one item is worked. */
export interface ItemWork {
  db: Database
  lane: TakenLane
  item: ItemRow
  /** The binding as it was before this item. */
  bound: BindingRow | null
  /** Null for a removal. */
  provider: DesiredProvider | null
}

export type ItemOutcome =
  | { kind: 'applied'; verdict: 'created' | 'updated' | 'adopted'; applied: Applied }
  | { kind: 'removed' }
  | { kind: 'failed'; failure: ItemFailure }
  | { kind: 'unknown'; failure: ItemFailure; final: boolean }

/**
 * Marks an item as begun, and writes down that something is being applied there, before the platform is asked: so that a provider
 * found after a crash is known for ours. False when the item was cancelled or is done already, and when the run is paused.
 */
export async function beginItem({ db, lane, item, provider }: ItemWork, step: ItemStep): Promise<boolean> {
  return db.transaction(async (tx) => {
    const revision = await changeLane(tx, lane)
    const [now] = await tx
      .select({ verdict: runItems.verdict, cancelled: runs.cancelRequestedAt, paused: runs.pausedAt })
      .from(runItems)
      .innerJoin(runs, eq(runs.id, runItems.runId))
      .where(eq(runItems.id, item.id))
    if (now === undefined || !['waiting', 'running', 'unknown'].includes(now.verdict)) return false
    if (now.paused !== null && now.verdict === 'waiting') {
      lane.paused = true
      return false
    }
    // What was begun before is looked after; but nothing new is put there once somebody has cancelled.
    if (now.cancelled !== null && (now.verdict === 'waiting' || step.do === 'create')) {
      await endRow(tx, item, revision, { verdict: 'cancelled', code: null, reason: null, nextStep: 'retry' })
      await endUnusedTokens(tx, [item.gatewayTokenId], lane.confirmedBy)
      return false
    }
    await tx
      .update(runItems)
      .set({ verdict: 'running', startedAt: sql`clock_timestamp()`, revision })
      .where(eq(runItems.id, item.id))
    if (provider !== null) await markApplying(tx, lane, item, provider, step)
    if (item.change?.filter === true) await applyTokenOptions(tx, item)
    return true
  })
}

async function markApplying(
  tx: Database,
  lane: TakenLane,
  item: ItemRow,
  provider: DesiredProvider,
  step: ItemStep,
): Promise<void> {
  if (item.serviceId === null || lane.namespace === null) return
  const values = {
    tokenMode: item.tokenMode,
    token: item.token,
    gatewayTokenId: item.gatewayTokenId,
    tokenSetAt: item.tokenSetAt,
    tokenSetBy: item.tokenSetBy,
    tokenOrigin: new URL(provider.url).origin,
    shownName: item.desired?.renamed === true ? item.desired.name : null,
    remoteId: step.do === 'update' || step.do === 'reconnect' ? step.there.remoteId : null,
    state: 'unknown' as const,
    stateCode: 'applying',
    stateMessage: 'It is being applied.',
    // Until the platform has answered nobody knows which of both it holds.
    ...(step.do !== 'reconnect' && { applied: null }),
    updatedAt: sql`clock_timestamp()`,
    ...(item.action === 'adopt' && { origin: 'adopted' as const }),
  }
  await tx
    .insert(bindings)
    .values({
      serviceId: item.serviceId,
      namespaceId: lane.namespace.id,
      origin: item.action === 'adopt' ? 'adopted' : 'created',
      ...values,
    })
    .onConflictDoUpdate({ target: [bindings.serviceId, bindings.namespaceId], set: values })
}

/** Writes an item's verdict and what its binding is now, in one transaction. `parallel` is shown as the lane's pace. */
export async function endItem(
  work: ItemWork,
  outcome: ItemOutcome,
  { ms, parallel }: { ms: number; parallel: number },
): Promise<void> {
  const { db, lane, item } = work
  await db.transaction(async (tx) => {
    const revision = await changeLane(tx, lane)
    await tx.update(lanes).set({ parallel }).where(eq(lanes.id, lane.id))
    const toolsOfService = await toolCount(tx, item)
    await endRow(tx, item, revision, { ...rowOf(item, outcome, toolsOfService), toolsOfService, ms })
    await settleBinding(tx, work, outcome, toolsOfService)
  })
}

async function endRow(
  tx: Database,
  item: ItemRow,
  revision: number,
  values: Partial<ItemRow> & { verdict: Verdict },
): Promise<void> {
  await tx
    .update(runItems)
    .set({ ...values, revision, endedAt: sql`clock_timestamp()` })
    .where(eq(runItems.id, item.id))
}

function rowOf(
  item: ItemRow,
  outcome: ItemOutcome,
  toolsOfService: number | null,
): Partial<ItemRow> & { verdict: Verdict } {
  const nothing = { code: null, reason: null, nextStep: null, platformSaid: null }
  switch (outcome.kind) {
    case 'removed':
      return { ...nothing, verdict: 'removed', token: null }
    case 'failed':
      return { ...said(item, outcome.failure), verdict: 'failed' }
    case 'unknown':
      return { ...said(item, outcome.failure), verdict: 'unknown', nextStep: outcome.final ? 'retry' : 'none' }
    case 'applied': {
      const { applied, verdict } = outcome
      const there = { remoteId: applied.remoteId, toolsThere: applied.tools.length }
      if (!applied.connected) return { ...said(item, notConnected(applied)), ...there, verdict: 'failed' }
      const fewer = toolsOfService !== null && applied.tools.length < toolsOfService
      return {
        ...nothing,
        ...there,
        verdict,
        token: null,
        ...(fewer && {
          code: 'partial_reach',
          reason: `${applied.tools.length} of ${toolsOfService} tools are there${item.tokenMode === 'generated' ? '; the others were not given when it read them' : ': the platform reads only the first page'}.`,
        }),
      }
    }
  }
}

function said({ tokenMode }: ItemRow, { code, message, nextStep, platformSaid }: ItemFailure) {
  const failure = { code, reason: message, nextStep, platformSaid: platformSaid ?? null }
  // There is no token that somebody could enter: what refused it is our own gateway.
  if (tokenMode !== 'generated' || nextStep !== 'token') return failure
  const refused = code === 'token_refused' || code === 'token_missing'
  return {
    ...failure,
    nextStep: 'retry' as const,
    ...(refused && { reason: 'Dify reached the gateway, but it refused the token (401).' }),
  }
}

function notConnected({ failure }: Applied): ItemFailure {
  return (
    failure ?? {
      code: 'not_connected',
      message: 'It is there, but the platform did not say that it is connected.',
      nextStep: 'retry',
    }
  )
}

/** How many tools the platform should see: the service's as its last check found them, or those of them that the token allows. */
async function toolCount(tx: Database, { serviceId, toolsOfService, desired }: ItemRow): Promise<number | null> {
  if (serviceId === null) return toolsOfService
  const allowed = desired?.tokenOptions?.allowedTools
  if (allowed) {
    const which = and(eq(serviceTools.serviceId, serviceId), inArray(serviceTools.name, allowed))
    return tx.$count(serviceTools, which)
  }
  const [service] = await tx.select({ toolCount: services.toolCount }).from(services).where(eq(services.id, serviceId))
  return service?.toolCount ?? toolsOfService
}

async function settleBinding(
  tx: Database,
  { lane, item, bound, provider }: ItemWork,
  outcome: ItemOutcome,
  toolsOfService: number | null,
): Promise<void> {
  if (item.serviceId === null || lane.namespace === null) return
  const where = and(eq(bindings.serviceId, item.serviceId), eq(bindings.namespaceId, lane.namespace.id))
  if (outcome.kind === 'removed') {
    await tx.delete(bindings).where(where)
    await endUnboundTokens(tx, item, lane)
    return
  }
  if (provider === null || item.desired === null) return
  const now = { updatedAt: sql`clock_timestamp()` }
  if (outcome.kind === 'unknown') {
    await tx
      .update(bindings)
      .set({ ...now, state: 'unknown', stateCode: outcome.failure.code, stateMessage: outcome.failure.message })
      .where(where)
  } else if (outcome.kind === 'failed') {
    const { code, message } = outcome.failure
    // It was not applied: what was there before still is. A failed creation left nothing of ours behind.
    const before = { remoteId: bound?.remoteId ?? null, applied: bound?.applied ?? null }
    await tx
      .update(bindings)
      .set({ ...now, ...before, state: 'failed', stateCode: code, stateMessage: message })
      .where(where)
  } else {
    const { applied } = outcome
    const failure = applied.connected ? null : notConnected(applied)
    await tx
      .update(bindings)
      .set({
        ...now,
        remoteId: applied.remoteId,
        state: failure === null ? 'in_sync' : 'failed',
        stateCode: failure?.code ?? null,
        stateMessage: failure?.message ?? null,
        applied: fingerprintsOf(item.desired, provider),
        appliedShown: shownOf(item.desired, provider),
        appliedAt: sql`clock_timestamp()`,
        seenTools: applied.tools,
        toolsOfService,
        remoteUpdatedAt: applied.updatedAt ?? null,
        seenAt: sql`clock_timestamp()`,
      })
      .where(where)
    if (applied.connected) await endFormerTokens(tx, item, lane)
  }
}
