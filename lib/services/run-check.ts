import { eq } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { services } from '#db/schema/index.ts'
import { openServiceCredential } from '#lib/credentials/index.ts'
import { checkService, type EraMemory, type McpTarget } from '#lib/mcp/index.ts'
import { checkWithCredential } from './check-with-credential.ts'
import type { PublicRow } from './projection.ts'
import { recordCheck } from './record-check.ts'
import { TIMEOUT_SECONDS } from './schema.ts'

/**
 * One deadline for a whole check, all pages of the tool list included, milliseconds: 10 s, and for a service whose calls were given
 * more than the preset, as long as one call, at most a minute.
 */
export function checkDeadlineMs(timeoutSeconds: number): number {
  return timeoutSeconds > TIMEOUT_SECONDS.preset ? Math.min(timeoutSeconds, 60) * 1000 : 10_000
}

/**
 * Checks a service with its stored credential and writes the verdict. Returns its row as it is then; undefined when the service does
 * not exist, or was removed or changed meanwhile (a change queues a check of its own). Rejects when `signal` aborts: a check that was
 * broken off says nothing about the service.
 */
export async function runCheck(db: Database, id: string, signal?: AbortSignal): Promise<PublicRow | undefined> {
  const [service] = await db.select().from(services).where(eq(services.id, id))
  if (service === undefined) return undefined
  const target: Omit<McpTarget, 'headers'> = {
    url: service.url,
    transport: service.transport,
    deadlineMs: checkDeadlineMs(service.timeoutSeconds),
  }
  const memory = (service.eraMemory as EraMemory | null) ?? undefined
  const report = await checkWithCredential(target, await openServiceCredential(service.credential), {
    ...(memory && { memory }),
    ...(signal && { signal }),
  })
  signal?.throwIfAborted()
  const asksWithout = report.status === 'normal' && service.credential !== null && service.enforcesCredential === null
  return recordCheck(db, service, report, asksWithout ? await refusedWithout(target, signal) : undefined)
}

const REFUSED = new Set(['needs_token', 'needs_basic', 'needs_credential', 'refused'])

/** Whether a service refuses to answer without its credential; asked once for each credential. Undefined when that shows neither. */
async function refusedWithout(
  target: Omit<McpTarget, 'headers'>,
  signal: AbortSignal | undefined,
): Promise<boolean | undefined> {
  const { status, code } = await checkService({ ...target, headers: {} }, { ...(signal && { signal }) })
  signal?.throwIfAborted()
  if (status === 'normal') return false
  return REFUSED.has(code) ? true : undefined
}
