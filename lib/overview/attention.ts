import { asc, eq } from 'drizzle-orm'
import { platforms } from '#db/schema/index.ts'
import type { Context } from '#lib/core/index.ts'
import { type WarnedService, warnedServices } from '#lib/registry/index.ts'
import { listServices, type ServiceSummary } from '#lib/services/index.ts'
import { bindingSummaryByService, getRun, runsNeedingAttention } from '#lib/sync/index.ts'
import type { RunCause, RunRow } from '#lib/sync/schema.ts'
import { type TokenSummary, tokenPage } from '#lib/tokens/index.ts'

/** One thing that needs a person, with what its sentence and its remedy need. */
export type Attention =
  | { kind: 'service'; service: ServiceSummary; namespaces: number }
  | { kind: 'platform'; id: string; name: string; message: string | null; next: string | null; since: Date | null }
  | { kind: 'run'; run: RunRow; causes: RunCause[] }
  /** Tokens that replaced others and were not used since, or that expire soon: how many, and the most urgent of them. */
  | { kind: 'tokens'; why: 'silent' | 'expiring'; count: number; tokens: TokenSummary[] }
  /** Services that the registry they were taken from warns of: how many, and the longest warned. */
  | { kind: 'registry'; count: number; services: WarnedService[] }

/** At most this many of a kind are named one by one. */
const NAMED = 5
const NAMED_RUNS = 3
const NAMED_TOKENS = 2
const NAMED_WARNED = 2

/**
 * What needs a person, worst first: what is out of order in namespaces now, then what failed before, then what is not in use, then
 * what may fail soon.
 */
export async function needsAttention(ctx: Context): Promise<{ items: Attention[]; moreServices: number }> {
  const [services, unreachable, runs, tokens, warned] = await Promise.all([
    abnormalServices(ctx),
    unreachablePlatforms(ctx),
    failedRuns(ctx),
    tokensInNeed(ctx),
    warnedOf(ctx),
  ])
  const inUse = services.items.filter(({ namespaces }) => namespaces > 0)
  const idle = services.items.filter(({ namespaces }) => namespaces === 0)
  return { items: [...unreachable, ...inUse, ...runs, ...idle, ...tokens, ...warned], moreServices: services.more }
}

async function abnormalServices(ctx: Context) {
  const list = await listServices(ctx, { status: 'abnormal', sort: 'namespaces', direction: 'desc', pageSize: NAMED })
  const summaries = await bindingSummaryByService(
    ctx,
    list.rows.map(({ id }) => id),
  )
  const items = list.rows.map((service) => {
    const { in_sync = 0, failed = 0, unknown = 0 } = summaries.get(service.id) ?? {}
    return { kind: 'service' as const, service, namespaces: in_sync + failed + unknown }
  })
  return { items, more: list.matching - items.length }
}

async function unreachablePlatforms({ db }: Context): Promise<Attention[]> {
  const { id, name, statusMessage, statusNext, statusSince } = platforms
  const rows = await db
    .select({ id, name, message: statusMessage, next: statusNext, since: statusSince })
    .from(platforms)
    .where(eq(platforms.status, 'unreachable'))
    .orderBy(asc(statusSince))
    .limit(NAMED)
  return rows.map((row) => ({ kind: 'platform', ...row }))
}

async function failedRuns(ctx: Context): Promise<Attention[]> {
  const runs = await runsNeedingAttention(ctx, { limit: NAMED_RUNS })
  return Promise.all(
    runs.map(async (run) => ({ kind: 'run' as const, run, causes: (await getRun(ctx, { runId: run.id })).causes })),
  )
}

async function tokensInNeed(ctx: Context): Promise<Attention[]> {
  const named = { direction: 'asc', pageSize: NAMED_TOKENS } as const
  const [silent, expiring] = await Promise.all([
    tokenPage(ctx, { silentSinceRoll: true, sort: 'created', ...named }),
    // One in its grace time has been replaced already.
    tokenPage(ctx, { expiresSoon: true, states: ['active'], sort: 'expires', ...named }),
  ])
  const items = [
    { kind: 'tokens' as const, why: 'silent' as const, count: silent.matching, tokens: silent.rows },
    { kind: 'tokens' as const, why: 'expiring' as const, count: expiring.matching, tokens: expiring.rows },
  ]
  return items.filter(({ count }) => count > 0)
}

async function warnedOf(ctx: Context): Promise<Attention[]> {
  const { services, count } = await warnedServices(ctx, { limit: NAMED_WARNED })
  return count === 0 ? [] : [{ kind: 'registry', count, services }]
}
