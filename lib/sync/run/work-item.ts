import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { and, eq } from 'drizzle-orm'
import { bindings } from '#db/schema/index.ts'
import { type Credential, credentialSchema, FerryError, log, unseal } from '#lib/core/index.ts'
import { type Applied, type ItemFailure, type ObservedProvider, PlatformError } from '#lib/platforms/index.ts'
import type { BindingRow } from '../draft/load-draft.ts'
import { changeSince, desiredProvider } from '../plan/desired.ts'
import type { PlannedChange } from '../plan/plan-types.ts'
import { beginItem, endItem, type ItemOutcome, type ItemWork } from './item-record.ts'
import { decideStep, type ItemStep } from './item-step.ts'
import { GATEWAYS_KNOW_MS, generatedToken } from './item-tokens.ts'
import type { PaceReport } from './lane-pace.ts'
import type { Pass } from './lane-pass.ts'
import { type ItemRow, LaneLost } from './lane-record.ts'
import { patiently } from './patiently.ts'

/** Waits before an item is tried again after a failure that may pass and had no effect. */
const RETRY_WAITS = [500, 2000]

/** How an item that was worked stands: at its end, or to be looked up. */
export type ItemState = 'ended' | 'unknown'

/**
 * Works one item by what is there: begun in the database, then the platform, then its verdict with the binding. Whatever goes wrong
 * before the platform was asked fails this item alone; what goes wrong afterwards is of unknown outcome, and looked up.
 */
export async function workItem(
  pass: Pass,
  item: ItemRow,
  observed: readonly ObservedProvider[],
  how: { lost: boolean; final?: boolean },
): Promise<ItemState> {
  const worked = await pass.gate.run(async (report) => {
    // It stood in line: whoever comes next has it untouched.
    if (pass.soft.aborted || pass.lost.aborted) return undefined
    const started = performance.now()
    const { work, outcome } = await beginAndAsk(pass, item, observed, how, report)
    return outcome && { work, outcome, ms: Math.round(performance.now() - started) }
  })
  if (worked === undefined) return 'ended'
  const { work, outcome, ms } = worked
  await endItem(work, outcome, { ms, parallel: pass.gate.parallel })
  return outcome.kind === 'unknown' ? 'unknown' : 'ended'
}

/** Without an outcome there is nothing to write down: ended meanwhile, or left to whoever comes next. */
async function beginAndAsk(
  pass: Pass,
  item: ItemRow,
  observed: readonly ObservedProvider[],
  { lost, final = false }: { lost: boolean; final?: boolean },
  report: PaceReport,
): Promise<{ work: ItemWork; outcome?: ItemOutcome }> {
  const unprepared: ItemWork = { db: pass.db, lane: pass.lane, item, provider: null, bound: null }
  let work = unprepared
  let step: ItemStep
  try {
    work = await prepare(pass, item)
    step = stepOf(work, observed, lost)
    if (step.do !== 'fail' && !(await beginItem(work, step))) return { work }
  } catch (error) {
    if (error instanceof LaneLost || pass.lost.aborted) throw error
    return { work: unprepared, outcome: { kind: 'failed', failure: bugFailure(error) } }
  }
  if (step.do === 'fail') return { work, outcome: { kind: 'failed', failure: step.failure } }
  const outcome = await attempt(pass, work, step, { lost, final }, report)
  // Given back while it waited for another try: it still says «running», so whoever comes next looks first.
  return outcome === 'postponed' ? { work } : { work, outcome }
}

async function prepare({ db, lane }: Pass, item: ItemRow): Promise<ItemWork> {
  const provider = item.desired === null ? null : desiredProvider(item.desired, await credentialOf(db, item))
  return { db, lane, item, provider, bound: await bindingOf(lane.namespace?.id, item, db) }
}

async function credentialOf(db: Pass['db'], item: ItemRow): Promise<Credential> {
  const { token, tokenMode } = item
  if (tokenMode === 'generated') return { kind: 'bearer', token: await generatedToken(db, item) }
  if (tokenMode === 'none' || token === null) return { kind: 'none' }
  return credentialSchema.parse(JSON.parse(await unseal(token, 'token')))
}

async function bindingOf(
  namespaceId: string | undefined,
  { serviceId }: ItemRow,
  db: Pass['db'],
): Promise<BindingRow | null> {
  if (serviceId === null || namespaceId === undefined) return null
  const [binding] = await db
    .select()
    .from(bindings)
    .where(and(eq(bindings.serviceId, serviceId), eq(bindings.namespaceId, namespaceId)))
  return binding ?? null
}

function stepOf({ item, bound, provider }: ItemWork, observed: readonly ObservedProvider[], lost: boolean): ItemStep {
  const { action, desired, remoteId, serviceId } = item
  if (action !== 'create' && action !== 'update' && action !== 'adopt' && action !== 'remove')
    throw new Error(`an item to ${action} is not worked`)
  if (serviceId === null && action !== 'remove')
    return {
      do: 'fail',
      failure: { code: 'service_gone', message: 'The service has been removed meanwhile.', nextStep: 'none' },
    }
  const now = provider === null || desired === null ? null : changeSince(bound?.applied ?? null, desired, provider)
  const part = (name: keyof PlannedChange) => now?.[name] === true || item.change?.[name] === true
  const change = { url: part('url'), headers: part('headers'), look: part('look'), filter: part('filter') }
  return decideStep({ action, desired, remoteId, bound, change, lost }, observed)
}

async function attempt(
  pass: Pass,
  work: ItemWork,
  step: ItemStep,
  { lost, final }: { lost: boolean; final: boolean },
  report: PaceReport,
): Promise<ItemOutcome | 'postponed'> {
  if (step.do === 'nothing') return { kind: 'removed' }
  if (changesFilter(work)) await setTimeout(GATEWAYS_KNOW_MS)
  try {
    return await patiently(
      async () => {
        const asked = performance.now()
        const outcome = await ask(pass, work, step)
        report.answered(performance.now() - asked)
        pass.measure(step, performance.now() - asked)
        return outcome
      },
      { waits: RETRY_WAITS, signal: pass.soft, repeatable: false, onFailure: report.overload },
    )
  } catch (error) {
    if (error instanceof PlatformError && (error.outcome === 'unknown' || error.transient)) report.overload()
    // Cut off: how it ended is for the next worker to find out.
    if (pass.lost.aborted) throw error
    if (!(error instanceof PlatformError))
      return { kind: 'unknown', failure: unknownFailure(bugFailure(error), step), final }
    if (pass.soft.aborted && error.transient && error.outcome === 'not_applied') return 'postponed'
    const failure = failureOf(error)
    // «Taken» after an attempt that nobody knows the end of: that attempt may be who took it.
    const perhapsOurs = lost && step.do === 'create' && /_taken$/.test(error.code)
    return error.outcome === 'unknown' || perhapsOurs
      ? { kind: 'unknown', failure: unknownFailure(failure, step), final }
      : { kind: 'failed', failure }
  }
}

/** Whether a token that is there already lets through something else from now on: the platform has to see that, not what was before. */
function changesFilter({ item, bound }: ItemWork): boolean {
  return item.change?.filter === true && item.gatewayTokenId !== null && item.gatewayTokenId === bound?.gatewayTokenId
}

async function ask(pass: Pass, { item, provider }: ItemWork, step: ItemStep): Promise<ItemOutcome> {
  const { handle, lost } = pass
  const applied = (result: Applied): ItemOutcome => ({
    kind: 'applied',
    verdict: verdictOf(item, step),
    applied: result,
  })
  switch (step.do) {
    case 'create':
      return applied(await handle.create(known(provider), lost))
    case 'update':
      return applied(await handle.update(step.there, known(provider), step.change, lost))
    case 'reconnect':
      return applied(await handle.reconnect(step.there.remoteId, lost))
    case 'remove':
      await handle.remove(step.remoteId, lost)
      return { kind: 'removed' }
    default:
      throw new Error(`nothing to ask for ${step.do}`)
  }
}

function known<T>(value: T | null): T {
  if (value === null) throw new Error('nothing is desired')
  return value
}

/** Said by what the plan promised; what was created anew because it had vanished is said to be created. */
function verdictOf({ action }: ItemRow, step: ItemStep): 'created' | 'updated' | 'adopted' {
  if (step.do === 'create' || action === 'create') return 'created'
  return action === 'adopt' ? 'adopted' : 'updated'
}

function failureOf({ code, message, nextStep, platformSaid }: PlatformError): ItemFailure {
  return { code, message, nextStep, ...(platformSaid !== undefined && { platformSaid }) }
}

function unknownFailure(failure: ItemFailure, step: ItemStep): ItemFailure {
  const what = step.do === 'create' ? 'created' : step.do === 'remove' ? 'removed' : 'changed'
  return { ...failure, message: `${failure.message.replace(/\.$/, '')}: ${what} or not is unknown.`, nextStep: 'none' }
}

function bugFailure(error: unknown): ItemFailure {
  if (error instanceof FerryError) return { code: error.code, message: error.message, nextStep: 'retry' }
  const id = randomUUID().slice(0, 8)
  log.error({ err: error, id }, 'bug')
  return { code: 'bug', message: `This failed inside MCP Ferry (${id}).`, nextStep: 'retry' }
}
