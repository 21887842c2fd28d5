import { and, desc, eq, lte } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { serviceChecks } from '#db/schema/index.ts'
import type { CheckReport } from '#lib/mcp/index.ts'
import { storable } from './storable.ts'

/** How many checks of each service are kept. */
const KEPT_CHECKS = 50

/** One check of the past. */
export interface PastCheck {
  at: Date
  status: 'normal' | 'abnormal'
  code: string
  message: string
  /** Milliseconds of the whole check. */
  ms: number
  tools: number | null
  pages: number | null
}

/** The checks that are kept of a service, oldest first. */
export async function checkHistory(db: Database, serviceId: string): Promise<PastCheck[]> {
  const { at, status, code, message, ms, tools, pages } = serviceChecks
  const rows = await db
    .select({ at, status, code, message, ms, tools, pages })
    .from(serviceChecks)
    .where(eq(serviceChecks.serviceId, serviceId))
    .orderBy(desc(serviceChecks.id))
    .limit(KEPT_CHECKS)
  return rows.reverse()
}

/** Adds a check to the history and forgets those beyond the kept ones. */
export async function addToHistory(db: Database, serviceId: string, report: CheckReport, at: Date): Promise<void> {
  await db.insert(serviceChecks).values({
    serviceId,
    at,
    status: report.status,
    code: report.code,
    message: storable(report.message),
    ms: Math.round(report.ms),
    tools: report.status === 'normal' ? report.tools.length : null,
    pages: report.pages ?? null,
  })
  const [oldest] = await db
    .select({ id: serviceChecks.id })
    .from(serviceChecks)
    .where(eq(serviceChecks.serviceId, serviceId))
    .orderBy(desc(serviceChecks.id))
    .offset(KEPT_CHECKS)
    .limit(1)
  if (oldest === undefined) return
  await db.delete(serviceChecks).where(and(eq(serviceChecks.serviceId, serviceId), lte(serviceChecks.id, oldest.id)))
}

/** How fast the normal ones of these checks were, milliseconds: half were at most `median`, 95 % at most `p95`. Null without any. */
export function latencySummary(checks: PastCheck[]): { median: number; p95: number } | null {
  const sorted = checks
    .filter(({ status }) => status === 'normal')
    .map(({ ms }) => ms)
    .sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  const [median, p95] = [at(0.5), at(0.95)]
  return median === undefined || p95 === undefined ? null : { median, p95 }
}
