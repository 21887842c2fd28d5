import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { lanes, runItems } from '#db/schema/index.ts'
import type { NextStep } from '#lib/platforms/index.ts'
import type { RunCause } from '../views.ts'

/** At most so many items are looked through for causes; the counts stay exact elsewhere. */
const MOST_ITEMS = 5000

/** What failed or is unknown in a run, grouped by service and reason, most frequent first. */
export async function runCauses(db: Database, runId: string): Promise<RunCause[]> {
  const rows = await db
    .select({
      item: {
        id: runItems.id,
        verdict: runItems.verdict,
        code: runItems.code,
        reason: runItems.reason,
        nextStep: runItems.nextStep,
        platformSaid: runItems.platformSaid,
        serviceId: runItems.serviceId,
        serviceName: runItems.serviceName,
        serviceIdentifier: runItems.serviceIdentifier,
        iconEmoji: runItems.iconEmoji,
        iconColor: runItems.iconColor,
        namespaceName: runItems.namespaceName,
      },
      namespaceId: lanes.namespaceId,
    })
    .from(runItems)
    .innerJoin(lanes, eq(lanes.id, runItems.laneId))
    .where(and(eq(runItems.runId, runId), inArray(runItems.verdict, ['failed', 'unknown'])))
    .orderBy(asc(runItems.serviceName), asc(runItems.namespaceName))
    .limit(MOST_ITEMS)
  const causes = new Map<string, RunCause>()
  for (const { item, namespaceId } of rows) {
    const verdict = item.verdict === 'unknown' ? 'unknown' : 'failed'
    const key = JSON.stringify([verdict, item.code, item.reason, item.nextStep])
    const cause: RunCause = causes.get(key) ?? {
      verdict,
      code: item.code ?? 'failed',
      message: item.reason ?? '',
      platformSaid: item.platformSaid,
      nextStep: (item.nextStep ?? 'none') as NextStep,
      count: 0,
      services: [],
    }
    causes.set(key, cause)
    cause.count += 1
    const place = { id: namespaceId, name: item.namespaceName, itemId: item.id }
    const known = cause.services.find(({ identifier }) => identifier === item.serviceIdentifier)
    if (known !== undefined) known.namespaces.push(place)
    else
      cause.services.push({
        id: item.serviceId ?? '',
        name: item.serviceName,
        identifier: item.serviceIdentifier,
        iconEmoji: item.iconEmoji,
        iconColor: item.iconColor,
        namespaces: [place],
      })
  }
  return [...causes.values()].toSorted((one, other) => other.count - one.count)
}
