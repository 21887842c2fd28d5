import { setTimeout as sleep } from 'node:timers/promises'
import { eq, inArray, lt, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { signInFailures } from '#db/schema/index.ts'
import { FerryError } from '#lib/core/index.ts'

/** Wrong passwords after which an account or address is refused, and the minutes they count. */
const THROTTLE = { free: 3, limit: 10, minutes: 15 } as const

/** What a guess counts against: `email:…`, `ip:…`, `setup`. */
export type ThrottleKey = string

/** A guess that was let through; it counts as wrong until it is said to be right. */
export interface Attempt {
  /** The password was right: the guess counts no more, and what the `forgiven` keys gathered is forgotten. */
  succeeded(forgiven: ThrottleKey[]): Promise<void>
  /** The password was wrong. Throws `too_many_attempts` when this was the last guess allowed; else returns. */
  failed(): Promise<void>
}

/** Milliseconds before a guess is looked at, by the number of wrong ones before it: none for the first three, then 250 doubled up to 4,000. */
export function delayBefore(failures: number): number {
  return failures < THROTTLE.free ? 0 : Math.min(250 * 2 ** (failures - THROTTLE.free), 4000)
}

/**
 * Lets a guess through, slowed by the wrong ones of the last 15 minutes, or refuses it with `too_many_attempts` (429) and the time left.
 * It is counted before it is looked at, so that many at once are not more than ten. `db` must not be inside a transaction.
 */
export async function beginAttempt(db: Database, keys: ThrottleKey[]): Promise<Attempt> {
  const { ids, before } = await db.transaction(async (tx) => {
    await tx
      .delete(signInFailures)
      .where(lt(signInFailures.at, sql`now() - make_interval(mins => ${THROTTLE.minutes})`))
    let before = 0
    for (const key of [...keys].sort()) {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`sign-in ${key}`}))`)
      const { count, secondsLeft } = await failuresOf(tx, key)
      if (count >= THROTTLE.limit) throw tooMany(secondsLeft)
      before = Math.max(before, count)
    }
    const rows = await tx
      .insert(signInFailures)
      .values(keys.map((key) => ({ key })))
      .returning({ id: signInFailures.id })
    return { ids: rows.map(({ id }) => id), before }
  })
  await sleep(delayBefore(before))
  return {
    async succeeded(forgiven) {
      await db.delete(signInFailures).where(inArray(signInFailures.id, ids))
      if (forgiven.length > 0) await db.delete(signInFailures).where(inArray(signInFailures.key, forgiven))
    },
    async failed() {
      for (const key of keys) {
        const { count, secondsLeft } = await failuresOf(db, key)
        if (count >= THROTTLE.limit) throw tooMany(secondsLeft)
      }
    },
  }
}

/** How many wrong guesses count against a key, and the seconds until the oldest of the last ten no longer does. */
async function failuresOf(db: Database, key: ThrottleKey): Promise<{ count: number; secondsLeft: number }> {
  const recent = db
    .select({ at: signInFailures.at })
    .from(signInFailures)
    .where(eq(signInFailures.key, key))
    .orderBy(sql`${signInFailures.at} desc`)
    .limit(THROTTLE.limit)
    .as('recent')
  const [row] = await db
    .select({
      count: sql<number>`count(*)::int`,
      secondsLeft: sql<number>`coalesce(extract(epoch from min(${recent.at}) + make_interval(mins => ${THROTTLE.minutes}) - now()), 0)::float`,
    })
    .from(recent)
  return row ?? { count: 0, secondsLeft: 0 }
}

function tooMany(secondsLeft: number): FerryError {
  const minutes = Math.max(1, Math.ceil(secondsLeft / 60))
  return new FerryError('too_many_attempts', 429, 'Refused after 10 wrong attempts in 15 minutes.', {
    next: `Try again in ${minutes} min.`,
  })
}
