import { eq } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { registryReadings } from '#db/schema/index.ts'
import { FerryError } from '#lib/core/index.ts'
import { type JobDefinition, sendJob, withLease } from '#lib/queue/index.ts'
import { registryAddress } from './address.ts'
import { lookAfterServices } from './look-after-services.ts'
import { readRegistry } from './read-registry.ts'

const queue = { retryLimit: 0, expireInSeconds: 3600, heartbeat: true }

/** Now, because somebody asked. */
const read: JobDefinition = {
  ...{ name: 'registry-read', queue },
  parse: () => ({}),
  handle: ({ db, signal }) => work(db, signal),
}

/** Once a day; but nothing is called before somebody has asked for the first time. */
const daily: JobDefinition = {
  ...{ name: 'registry-daily', queue },
  schedule: { cron: '47 2 * * *', jitterSeconds: 600 },
  parse: () => ({}),
  handle: async ({ db, signal }) => ((await wasAsked(db)) ? work(db, signal) : undefined),
}

/** The jobs of this folder, for the worker. */
export const registryJobs: JobDefinition[] = [read, daily]

/** Queues a reading, in the transaction that notes the wish. */
export function requestReading(db: Database): Promise<void> {
  return sendJob(db, read, {})
}

/** Reads the registry, and then what it says about the services that came from it. */
async function work(db: Database, signal: AbortSignal): Promise<'again' | undefined> {
  const registry = registryAddress()
  if (registry === undefined) return undefined
  try {
    await withLease(db, `registry ${registry}`, { waitMs: 0, signal }, async (lost) => {
      const until = AbortSignal.any([signal, lost])
      if (await readRegistry(db, registry, until)) await lookAfterServices(db, registry, until)
    })
    return undefined
  } catch (error) {
    // Another worker reads it already.
    if (error instanceof FerryError && error.code === 'lease_busy') return undefined
    if (!signal.aborted) throw error
    // What was read is kept, and the next worker goes on there.
    return 'again'
  }
}

async function wasAsked(db: Database): Promise<boolean> {
  const registry = registryAddress()
  if (registry === undefined) return false
  const [row] = await db
    .select({ registry: registryReadings.registry })
    .from(registryReadings)
    .where(eq(registryReadings.registry, registry))
  return row !== undefined
}
