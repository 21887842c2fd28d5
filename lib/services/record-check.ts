import { eq } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { services } from '#db/schema/index.ts'
import type { CheckReport } from '#lib/mcp/index.ts'
import { addToHistory } from './check-history.ts'
import { keepTools } from './kept-tools.ts'
import { PUBLIC_COLUMNS, type PublicRow, type ServiceRow } from './projection.ts'
import { storable } from './storable.ts'

/** What was checked: a verdict on another URL, transport or credential than the service has by now says nothing about it. */
export type CheckedState = Pick<ServiceRow, 'id' | 'url' | 'transport' | 'credential'>

/**
 * Writes the verdict of a check: status and since when, facts and tools (of a good check only: an abnormal service keeps what was
 * last seen of it), and the history. Returns undefined, and writes nothing, when the service was removed or its connection changed
 * while it was being checked. `enforcesCredential` is left as it is when undefined.
 */
export async function recordCheck(
  db: Database,
  checked: CheckedState,
  report: CheckReport,
  enforcesCredential?: boolean,
): Promise<PublicRow | undefined> {
  return db.transaction(async (tx) => {
    const [current] = await tx.select().from(services).where(eq(services.id, checked.id)).for('update')
    if (current === undefined || !sameConnection(current, checked)) return undefined
    const at = new Date()
    await addToHistory(tx, checked.id, report, at)
    if (report.status === 'normal') await keepTools(tx, checked.id, report.tools)
    const [row] = await tx
      .update(services)
      .set({
        status: report.status,
        statusCode: report.code,
        statusMessage: storable(report.message),
        statusNext: report.next === undefined ? null : storable(report.next),
        ...(current.status !== report.status && { statusSince: at }),
        checkedAt: at,
        latencyMs: Math.round(report.ms),
        eraMemory: report.memory ?? null,
        ...(enforcesCredential !== undefined && { enforcesCredential }),
        ...(report.status === 'normal' && {
          ...seenFacts(report),
          ...(carriesOtherwise(current, report) && { updatedAt: at }),
        }),
      })
      .where(eq(services.id, checked.id))
      .returning(PUBLIC_COLUMNS)
    return row
  })
}

function sameConnection(current: CheckedState, checked: CheckedState): boolean {
  return (
    current.url === checked.url && current.transport === checked.transport && current.credential === checked.credential
  )
}

/** Whether the check found what the gateway goes by to be otherwise: it looks at the time of the last change. */
function carriesOtherwise(current: ServiceRow, report: CheckReport): boolean {
  const seen = seenFacts(report)
  return (
    current.seenTransport !== seen.seenTransport ||
    current.protocolVersion !== seen.protocolVersion ||
    current.eras.length !== seen.eras.length ||
    seen.eras.some((era) => !current.eras.includes(era))
  )
}

function seenFacts(report: CheckReport) {
  return {
    seenTransport: report.transport ?? null,
    eras: report.eras,
    protocolVersion: report.protocolVersion ?? null,
    serverName: report.serverName ?? null,
    serverVersion: report.serverVersion ?? null,
    toolCount: report.tools.length,
    legacyFirstPageTools: report.legacyFirstPageTools ?? null,
    pageCount: report.pages ?? null,
  }
}
