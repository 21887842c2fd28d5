import { eq, sql } from 'drizzle-orm'
import pLimit from 'p-limit'
import { namespaces } from '#db/schema/index.ts'
import type { Context } from '#lib/core/index.ts'
import { FerryError } from '#lib/core/index.ts'
import { type ObservedProvider, type OpenPlatform, PlatformError, platformConnection } from '#lib/platforms/index.ts'
import { withLease } from '#lib/queue/index.ts'
import type { NamespaceRow, PlatformRow } from '../draft/load-draft.ts'
import { rememberBaselines } from '../run/baseline.ts'
import type { PlanGroup } from '../views.ts'

/** What one look into a namespace found, or why it could not be looked at. */
export type Look =
  | { namespace: NamespaceRow; groupKey: string; lookedAt: string; release: string; observed: ObservedProvider[] }
  | { namespace: NamespaceRow; groupKey: string; fault: NonNullable<PlanGroup['fault']> }

const GROUPS_AT_A_TIME = 4
/** What is refused once is not tried again for the next namespace: a few wrong passwords lock the account. */
const LOCKS_WHEN_REPEATED = 'wrong_password'
/** How long a look waits for a run that is working with the same account. */
const WAIT_FOR_RUN_MS = 8000
/** Each provider costs the platform this much of a list, at most as measured. */
const MS_PER_PROVIDER = 150
const LEAST_DEADLINE_MS = 30_000
const MOST_DEADLINE_MS = 180_000

/**
 * Looks into namespaces now, one list call each: those of one group one after the other, groups in parallel, each with a deadline.
 * One that cannot be looked at is a fault of its own and stops no other. What was seen is remembered with its time. With `details`
 * for an adoption; those are for the moment only and kept nowhere.
 */
export async function lookAtNamespaces(
  ctx: Context,
  platform: PlatformRow,
  chosen: NamespaceRow[],
  { details = false } = {},
): Promise<Look[]> {
  const access = await platformConnection(ctx, platform.id)
  const groups = Map.groupBy(chosen, ({ remoteId }) => access.connector.groupKey(access.connection, remoteId))
  const limit = pLimit(GROUPS_AT_A_TIME)
  const looks = await Promise.all(
    [...groups].map(([groupKey, members]) =>
      limit(async () => {
        const found: Look[] = []
        for (const namespace of members) {
          const refused = found.find((look) => 'fault' in look && look.fault.code === LOCKS_WHEN_REPEATED)
          found.push(
            refused === undefined ? await lookAt(ctx, access, namespace, groupKey, details) : { ...refused, namespace },
          )
        }
        return found
      }),
    ),
  )
  const byId = new Map(looks.flat().map((look) => [look.namespace.id, look]))
  await remember(ctx, looks.flat())
  return chosen.flatMap(({ id }) => byId.get(id) ?? [])
}

/** Whether all namespaces of a platform hang on one current place, so that even looking needs the place for itself. */
function isShared({ connector, connection }: OpenPlatform): boolean {
  return connector.groupKey(connection, 'one') === connector.groupKey(connection, 'another')
}

async function lookAt(
  ctx: Context,
  access: OpenPlatform,
  namespace: NamespaceRow,
  groupKey: string,
  details: boolean,
): Promise<Look> {
  if (!namespace.available || namespace.vanishedAt !== null)
    return { namespace, groupKey, fault: unavailable(namespace) }
  const expected = namespace.providerCount ?? 0
  const deadline = Math.min(MOST_DEADLINE_MS, LEAST_DEADLINE_MS + expected * MS_PER_PROVIDER)
  const observe = async (signal: AbortSignal): Promise<Look> => {
    const { connector, connection } = access
    const handle = await connector.openNamespace(connection, namespace.remoteId, signal)
    try {
      const observed = await handle.observe({ expectedProviders: expected, details, signal })
      return { namespace, groupKey, observed, release: handle.release, lookedAt: new Date().toISOString() }
    } finally {
      await handle.close()
    }
  }
  try {
    const signal = AbortSignal.timeout(deadline)
    if (!isShared(access)) return await observe(signal)
    return await withLease(ctx.db, groupKey, { waitMs: WAIT_FOR_RUN_MS, signal }, (lost) =>
      observe(AbortSignal.any([signal, lost])),
    )
  } catch (error) {
    return { namespace, groupKey, fault: faultOf(error, deadline) }
  }
}

function unavailable({ name, unavailableReason }: NamespaceRow): NonNullable<PlanGroup['fault']> {
  return {
    code: 'namespace_unavailable',
    message: unavailableReason ?? `«${name}» is not listed there any more.`,
    next: 'Refresh the namespaces of the platform.',
    nextStep: 'platform',
    platformSaid: null,
  }
}

function faultOf(error: unknown, deadline: number): NonNullable<PlanGroup['fault']> {
  if (error instanceof PlatformError)
    return {
      code: error.code,
      message: error.message,
      next: error.next ?? null,
      nextStep: error.nextStep,
      platformSaid: error.platformSaid ?? null,
    }
  if (error instanceof FerryError && error.code === 'lease_busy')
    return {
      code: 'platform_busy',
      message: 'A run is working with the same account now.',
      next: 'Look again when it has ended.',
      nextStep: 'retry',
      platformSaid: null,
    }
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError'))
    return {
      code: 'timed_out',
      message: `No list within ${Math.round(deadline / 1000)} s.`,
      next: 'Look again.',
      nextStep: 'retry',
      platformSaid: null,
    }
  throw error
}

/** Keeps the number of providers, and, where a write's own answer told no time, the time from which changes are somebody else's. */
async function remember({ db }: Context, looks: readonly Look[]): Promise<void> {
  for (const look of looks) {
    if (!('observed' in look)) continue
    await db
      .update(namespaces)
      .set({ providerCount: look.observed.length, countedAt: sql`now()` })
      .where(eq(namespaces.id, look.namespace.id))
    await rememberBaselines(db, look.namespace.id, look.observed)
  }
}
