import { and, asc, inArray, isNull, lt, lte, not, or, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { platforms } from '#db/schema/index.ts'
import { readSettings } from '#lib/settings/index.ts'

/** One that failed is tried again after this many minutes, so that its return is seen soon. */
const RETRY_MINUTES = 10
/** After these a schedule does not sign in again until somebody has entered the secret anew: each try brings the account nearer to its lock. */
const NEEDS_A_PERSON = [
  'wrong_password',
  'unknown_account',
  'account_locked',
  'account_disabled',
  'password_not_understood',
]

/** Platforms whose last contact is an interval old, the oldest first. */
export async function duePlatforms(db: Database): Promise<string[]> {
  const { namespaceRefreshMinutes } = await readSettings(db)
  const retry = Math.min(RETRY_MINUTES, namespaceRefreshMinutes)
  const rows = await db
    .select({ id: platforms.id })
    .from(platforms)
    .where(
      and(
        or(
          isNull(platforms.testedAt),
          lt(
            platforms.testedAt,
            sql`now() - make_interval(mins => case when ${platforms.status} = 'unreachable' then ${retry}::int else ${namespaceRefreshMinutes}::int end)`,
          ),
        ),
        not(
          and(
            inArray(sql`coalesce(${platforms.statusCode}, '')`, NEEDS_A_PERSON),
            lte(platforms.secretSetAt, platforms.testedAt),
          ) ?? sql`false`,
        ),
      ),
    )
    .orderBy(sql`${platforms.testedAt} asc nulls first`, asc(platforms.id))
  return rows.map(({ id }) => id)
}
