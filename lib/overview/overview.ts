import { type Context, requirePermission } from '#lib/core/index.ts'
import { type ServiceList, serviceCounts } from '#lib/services/index.ts'
import { listRuns } from '#lib/sync/index.ts'
import type { RunRow } from '#lib/sync/schema.ts'
import { type Attention, needsAttention } from './attention.ts'
import { type ChecksBar, checksOverTime } from './checks-over-time.ts'
import { type Numbers, readNumbers } from './numbers.ts'

const LAST_RUNS = 5

export interface Overview {
  /** Which of the three first steps are done; null once there was a synchronization. */
  firstSteps: { services: boolean; platform: boolean } | null
  /** Worst first; `moreServices` are abnormal too and not among them. */
  attention: { items: Attention[]; moreServices: number }
  services: ServiceList['counts']
  numbers: Numbers
  checks: ChecksBar[]
  lastRuns: RunRow[]
}

/** What somebody sees first: what needs attention, then calm numbers, one chart and the last runs. */
export async function readOverview(ctx: Context): Promise<Overview> {
  requirePermission(ctx, 'overview.read')
  const [attention, services, numbers, checks, runs] = await Promise.all([
    needsAttention(ctx),
    serviceCounts(ctx.db),
    readNumbers(ctx.db),
    checksOverTime(ctx.db),
    listRuns(ctx, { limit: LAST_RUNS }),
  ])
  return {
    firstSteps: runs.total > 0 ? null : { services: services.all > 0, platform: numbers.platforms.all > 0 },
    ...{ attention, services, numbers, checks },
    lastRuns: runs.rows,
  }
}
