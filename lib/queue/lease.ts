import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { leases } from '#db/schema/index.ts'
import { FerryError, log } from '#lib/core/index.ts'

/** A dead holder's lease is free after this long. */
const LEASE_SECONDS = 10
const RENEW_MS = 2500
const POLL_MS = 250

interface LeaseOptions {
  /** How long to wait for another holder; 0 asks once. */
  waitMs: number
  signal?: AbortSignal
}

/**
 * Does `work` as the only holder of `key` in all replicas. `lost` is aborted when the lease went away under it (this process was
 * stopped or cut off for longer than the lease lasts): then nothing may be written any more. `signal` ends only the waiting.
 * Throws `lease_busy` when another one holds it for longer than `waitMs`.
 */
export async function withLease<T>(
  db: Database,
  key: string,
  { waitMs, signal }: LeaseOptions,
  work: (lost: AbortSignal) => Promise<T>,
): Promise<T> {
  const holder = randomUUID()
  await waitForLease(db, key, holder, waitMs, signal)
  const lost = new AbortController()
  const stop = keepRenewing(db, key, holder, lost)
  try {
    return await work(lost.signal)
  } finally {
    stop()
    await release(db, key, holder)
  }
}

async function waitForLease(db: Database, key: string, holder: string, waitMs: number, signal?: AbortSignal) {
  const until = Date.now() + waitMs
  while (!(await take(db, key, holder))) {
    signal?.throwIfAborted()
    if (Date.now() >= until)
      throw new FerryError('lease_busy', 409, 'Another synchronization is working there now.', {
        next: 'Wait until it has ended.',
      })
    await sleep(POLL_MS, undefined, signal === undefined ? {} : { signal })
  }
}

/** By the database's clock: the processes' own may differ. */
const expiry = sql`clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})`

async function take(db: Database, key: string, holder: string): Promise<boolean> {
  const taken = await db
    .insert(leases)
    .values({ key, holder, expiresAt: expiry })
    .onConflictDoUpdate({
      target: leases.key,
      set: { holder, expiresAt: expiry },
      setWhere: sql`${leases.expiresAt} < clock_timestamp()`,
    })
    .returning({ key: leases.key })
  return taken.length === 1
}

async function renew(db: Database, key: string, holder: string): Promise<boolean> {
  const renewed = await db
    .update(leases)
    .set({ expiresAt: expiry })
    .where(and(eq(leases.key, key), eq(leases.holder, holder), sql`${leases.expiresAt} >= clock_timestamp()`))
    .returning({ key: leases.key })
  return renewed.length === 1
}

async function release(db: Database, key: string, holder: string): Promise<void> {
  await db
    .delete(leases)
    .where(and(eq(leases.key, key), eq(leases.holder, holder)))
    // Not given back, it runs out by itself.
    .catch((error: unknown) => log.warn({ err: error, key }, 'lease not released'))
}

/** Renews until stopped; aborts `lost` when the lease went to somebody else or could not be renewed in time. */
function keepRenewing(db: Database, key: string, holder: string, lost: AbortController): () => void {
  let validUntil = Date.now() + LEASE_SECONDS * 1000
  let renewing = false
  const timer = setInterval(async () => {
    if (Date.now() > validUntil) lost.abort(new Error(`the lease ${key} ran out`))
    if (renewing || lost.signal.aborted) return
    renewing = true
    const asked = Date.now()
    try {
      if (await renew(db, key, holder)) validUntil = asked + LEASE_SECONDS * 1000
      else lost.abort(new Error(`the lease ${key} went to another holder`))
    } catch (error) {
      log.warn({ err: error, key }, 'lease not renewed')
    } finally {
      renewing = false
    }
  }, RENEW_MS)
  return () => clearInterval(timer)
}
